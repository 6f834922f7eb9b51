using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.States;
using ScoreSde.States.Kernels;
using ScoreSde.Tests.Lanes;

namespace ScoreSde.Tests.States;

public sealed class NormRatioKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_row_moves_by_its_own_ratio(int power)
    {
        var space = new TileSpace<double>(3, 2);
        Tile<double> target = space.Allocate();
        Tile<double> direction = space.Allocate();
        Tile<double> numerator = space.Allocate();
        Tile<double> denominator = space.Allocate();
        new double[] { 1, 1, 2, 2, 3, 3 }.CopyTo(target.Values);
        new double[] { 1, 2, 1, 2, 1, 2 }.CopyTo(direction.Values);
        new double[] { 3, 4, 6, 8, 1, 1 }.CopyTo(numerator.Values);
        new double[] { 0, 1, 4, 3, 0, 0 }.CopyTo(denominator.Values);

        space.AddByNormRatio(target, 0.5, direction, numerator, denominator, power);

        double first = 0.5 * Math.Pow(5, power);
        double second = 0.5 * Math.Pow(2, power);
        Assert.Equal([1 + first, 1 + (2 * first), 2 + second, 2 + (2 * second), 3, 3], target.Values.ToArray());
    }

    [Fact]
    public void Squared_norms_of_floats_have_the_same_bits_at_every_width() => Compare<float>();

    [Fact]
    public void Squared_norms_of_doubles_have_the_same_bits_at_every_width() => Compare<double>();

    [Fact]
    public void Scaled_additions_have_the_same_bits_at_every_width_and_length()
    {
        for (int length = 0; length <= 35; length++)
        {
            float[] x = Tiles.Random<float>(1, length);
            float[] start = Tiles.Random<float>(2, length);
            float[] expected = [.. x.Zip(start, (along, at) => MathF.FusedMultiplyAdd(0.7f, along, at))];
            foreach (LaneWidth width in Widths.All)
            {
                float[] target = [.. start];
                var kernel = new ScaledAddition<float>(target, 0.7f, x);
                LaneDispatch.Run<float, ScaledAddition<float>>(ref kernel, width);
                Bits.Same<float>(expected, target, $"{length} numbers at {width}");
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var space = new TileSpace<float>(8, 20);
        Tile<float> x = space.Allocate();
        Tile<float> y = space.Allocate();
        y.Values.Fill(1);
        space.AddByNormRatio(x, 0.5, y, y, y, 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        space.AddByNormRatio(x, 0.5, y, y, y, 2);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Compare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int length = 0; length <= 40; length++)
        {
            T[] x = Tiles.Random<T>(3, length);
            double plain = x.Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value));
            var one = new SquaredNorm<T>(x);
            one.Run<Lanes1<double>>();
            Assert.Equal(plain, one.Value, 1e-15 * length * plain);
            foreach (LaneWidth width in Widths.Vectors)
            {
                var norm = new SquaredNorm<T>(x);
                LaneDispatch.Run<double, SquaredNorm<T>>(ref norm, width);
                Assert.Equal(BitConverter.DoubleToInt64Bits(one.Value), BitConverter.DoubleToInt64Bits(norm.Value));
            }
        }
    }
}
