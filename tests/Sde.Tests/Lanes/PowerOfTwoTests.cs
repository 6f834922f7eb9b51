using ScoreSde.Lanes;

namespace ScoreSde.Tests.Lanes;

public sealed class PowerOfTwoTests
{
    [Fact]
    public void Powers_of_two_are_within_1_ulp_and_the_same_at_every_width()
    {
        float[] z = [.. Enumerable.Range(0, 32_000).Select(i => -125 * i / 32_000f)];
        float[] expected = PowersOfTwo.Of(z, LaneWidth.One);
        for (int i = 0; i < z.Length; i++)
        {
            double exact = Math.Pow(2, z[i]);
            double unit = Math.Pow(2, Math.Floor(Math.Log2(exact)) - 23);
            Assert.InRange(Math.Abs(expected[i] - exact) / unit, 0, 1);
        }

        foreach (LaneWidth width in Widths.Vectors)
        {
            Bits.Same<float>(expected, PowersOfTwo.Of(z, width), $"{width}");
        }
    }

    [Fact]
    public void Whole_powers_are_exact_and_what_lies_below_is_the_least()
    {
        float[] z = [.. Enumerable.Range(0, 128).Select(i => (float)-i)];
        float[] powers = PowersOfTwo.Of(z, LaneWidth.One);
        for (int i = 0; i < z.Length; i++)
        {
            Assert.Equal(MathF.Pow(2, Math.Max(z[i], -125)), powers[i]);
        }

        Assert.All(PowersOfTwo.Of([.. Enumerable.Repeat(float.NegativeInfinity, 16)], LaneWidth.One), value => Assert.Equal(MathF.Pow(2, -125), value));
    }
}
