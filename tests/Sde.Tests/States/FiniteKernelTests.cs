using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.States.Kernels;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.States;

public sealed class FiniteKernelTests
{
    [Fact]
    public void A_float_that_is_not_finite_is_found_wherever_it_is() => Find<float>();

    [Fact]
    public void A_double_that_is_not_finite_is_found_wherever_it_is() => Find<double>();

    [Fact]
    public void The_first_of_several_is_told()
    {
        float[] values = new float[50];
        values[13] = float.NaN;
        values[7] = float.NegativeInfinity;
        values[40] = float.PositiveInfinity;
        Assert.Equal(7, FiniteKernel.FirstNotFinite<float>(values));
    }

    [Fact]
    public void Extreme_but_finite_numbers_pass() =>
        Assert.Equal(-1, FiniteKernel.FirstNotFinite<double>([double.MaxValue, double.MinValue, double.Epsilon, -0.0, 0.0]));

    private static void Find<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] bad = [T.NaN, T.PositiveInfinity, T.NegativeInfinity];
        foreach (int length in new[] { 0, 1, 3, 4, 5, 8, 15, 16, 17, 33 })
        {
            T[] values = Tiles.Random<T>(9, length);
            Assert.Equal(-1, FiniteKernel.FirstNotFinite<T>(values));
            foreach (LaneWidth width in Widths.All)
            {
                Assert.True(IsClean(values, width));
                for (int place = 0; place < length; place++)
                {
                    T kept = values[place];
                    values[place] = bad[place % 3];
                    Assert.Equal(place, FiniteKernel.FirstNotFinite<T>(values));
                    Assert.False(IsClean(values, width));
                    values[place] = kept;
                }
            }
        }
    }

    private static bool IsClean<T>(T[] values, LaneWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var check = new FiniteCheck<T>(values);
        LaneDispatch.Run<T, FiniteCheck<T>>(ref check, width);
        return check.AllFinite;
    }
}
