using System.Numerics;
using ScoreSde.Lanes;

namespace ScoreSde.Tests.Lanes;

public sealed class LaneWidthTests
{
    [Fact]
    public void Every_operation_on_floats_gives_the_same_bits_at_every_width() => Compare<float>(MapKernel<float>.Operations);

    [Fact]
    public void Every_operation_on_doubles_gives_the_same_bits_at_every_width() => Compare<double>(MapKernel<double>.Operations);

    [Fact]
    public void Every_function_of_floats_gives_the_same_bits_at_every_width() => Compare<float>(MapKernel<float>.Functions);

    [Fact]
    public void Every_function_of_doubles_gives_the_same_bits_at_every_width() => Compare<double>(MapKernel<double>.Functions);

    [Theory]
    [InlineData("add", 2.5)]
    [InlineData("subtract", -1.5)]
    [InlineData("multiply", 1)]
    [InlineData("divide", 0.25)]
    [InlineData("negate", -0.5)]
    [InlineData("fma", 8)]
    [InlineData("sqrt", 0.70710678118654757)]
    [InlineData("constant", 0.1)]
    public void Operations_do_what_their_names_say(string operation, double expected)
    {
        double[] a = [.. Enumerable.Repeat(0.5, 16)];
        double[] b = [.. Enumerable.Repeat(2.0, 16)];
        double[] c = [.. Enumerable.Repeat(7.0, 16)];
        foreach (LaneWidth width in Widths.All)
        {
            Assert.All(MapKernel<double>.Apply(operation, a, b, c, width), value => Assert.Equal(expected, value));
        }
    }

    [Fact]
    public void Fused_multiply_add_rounds_once()
    {
        // (1 + 2⁻¹²)² − 1 − 2⁻¹¹ = 2⁻²⁴: rounded twice it would be 0.
        float[] a = [.. Enumerable.Repeat(1 + (1f / 4096), 16)];
        float[] c = [.. Enumerable.Repeat(-1 - (1f / 2048), 16)];
        foreach (LaneWidth width in Widths.All)
        {
            Assert.All(MapKernel<float>.Apply("fma", a, a, c, width), value => Assert.Equal(1f / (1 << 24), value));
        }
    }

    [Fact]
    public void The_maximum_is_the_first_number_where_one_is_not_a_number_or_both_are_zero()
    {
        double[] a = [1, 2, double.NaN, 3, 0, -0.0, double.NegativeInfinity, 5, 1, 2, double.NaN, 3, 0, -0.0, double.NegativeInfinity, 5];
        double[] b = [2, 1, 4, double.NaN, -0.0, 0, 7, 5, 2, 1, 4, double.NaN, -0.0, 0, 7, 5];
        double[] expected = [2, 2, double.NaN, 3, 0, -0.0, 7, 5, 2, 2, double.NaN, 3, 0, -0.0, 7, 5];
        foreach (LaneWidth width in Widths.All)
        {
            Bits.Same<double>(expected, MapKernel<double>.Apply("maximum", a, b, a, width), $"{width}");
            float[] floats = MapKernel<float>.Apply("maximum", [.. a.Select(x => (float)x)], [.. b.Select(x => (float)x)], new float[16], width);
            Bits.Same<float>([.. expected.Select(x => (float)x)], floats, $"{width}");
        }
    }

    [Fact]
    public void Pairs_taken_apart_and_interleaved_again_are_what_they_were()
    {
        foreach (LaneWidth width in Widths.All)
        {
            SeparatePairs<float>.Check(width);
            SeparatePairs<double>.Check(width);
        }
    }

    private static void Compare<T>(IReadOnlyList<string> operations)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Bits.Mixture<T>(1, 480);
        T[] b = Bits.Mixture<T>(2, 480);
        T[] c = Bits.Mixture<T>(3, 480);
        foreach (string operation in operations)
        {
            T[] expected = MapKernel<T>.Apply(operation, a, b, c, LaneWidth.One);
            foreach (LaneWidth width in Widths.Vectors)
            {
                Bits.Same<T>(expected, MapKernel<T>.Apply(operation, a, b, c, width), $"{operation} at {width}");
            }
        }
    }
}
