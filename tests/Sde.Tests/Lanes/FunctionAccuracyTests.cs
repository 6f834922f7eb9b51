using System.Numerics;
using ScoreSde.Lanes;

namespace ScoreSde.Tests.Lanes;

/// <summary>Errors of the functions in units of the last place, against 200-bit references. Widths agree by another test.</summary>
public sealed class FunctionAccuracyTests
{
    private const int Count = 1600;
    private const int Dense = 16_000;

    [Fact]
    public void Float_exponential_is_within_1_ulp() => Floats("exp", 1, x => (float)((x * 190) - 102), MathF.Exp, Math.Exp);

    [Fact]
    public void Float_logarithm_is_within_1_ulp() =>
        Floats("log", 1, x => (float)Math.Exp((x * 170) - 85), MathF.Log, Math.Log);

    [Fact]
    public void Float_logarithm_is_within_1_ulp_near_one() =>
        Floats("log", 1, x => (float)(0.6 + (x * 0.9)), MathF.Log, Math.Log);

    [Fact]
    public void Float_logistic_function_is_within_2_and_a_half_ulp() =>
        Floats("logistic", 2.5, x => (float)((x * 140) - 86), x => (float)Sigmoid(x), Sigmoid);

    [Fact]
    public void Float_silu_is_within_3_and_a_half_ulp() =>
        Floats("silu", 3.5, x => (float)((x * 120) - 80), x => (float)(x * Sigmoid(x)), x => x * Sigmoid(x));

    [Fact]
    public void Double_exponential_is_within_1_ulp() => Doubles("exp", 1, x => (x * 1400) - 700, Scaled.Of, Scaled.Exponential);

    [Fact]
    public void Double_logarithm_is_within_1_ulp() =>
        Doubles("log", 1, x => x < 0.5 ? 0.6 + (x * 1.8) : Math.Exp((x * 1400) - 1000), x => 0, (_, x) => (Scaled.Logarithm(x), 0));

    [Fact]
    public void Double_logistic_function_is_within_2_and_a_half_ulp() => Doubles(
        "logistic", 2.5, x => (x * 60) - 30, x => Scaled.Of(-x), y =>
        {
            (BigInteger mantissa, int exponent) = Scaled.Exponential(y);
            BigInteger e = exponent >= 0 ? mantissa << exponent : mantissa >> -exponent;
            return (Scaled.Divide(Scaled.One, Scaled.One + e), 0);
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sine_and_cosine_of_all_parts_of_a_turn_are_within_2_ulp(bool isFloat)
    {
        var random = new Random(4);
        uint[] edges =
        [
            0, 1, 0x1FFFFFFF, 0x20000000, 0x3FFFFFFF, 0x40000000, 0x7FFFFFFF, 0x80000000, 0xBFFFFFFF, 0xC0000000, 0xE0000000, 0xFFFFFFFF,
        ];
        for (int i = 0; i < 1000; i++)
        {
            uint y = i < edges.Length ? edges[i] : (uint)random.NextInt64(1L << 32);
            BigInteger angle = (2 * Scaled.Pi * ((2 * new BigInteger(y)) + 1)) >> 33;
            (BigInteger sine, BigInteger cosine) = Scaled.SineCosine(angle);
            Assert.InRange(Scaled.Ulps(Turned("sine", y, isFloat), sine, 0, isFloat), 0, 2);
            Assert.InRange(Scaled.Ulps(Turned("cosine", y, isFloat), cosine, 0, isFloat), 0, 2);
        }
    }

    [Fact]
    public void Slope_of_silu_is_the_derivative()
    {
        for (double x = -40; x <= 40; x += 0.0625)
        {
            double expected = Sigmoid(x) * (1 + (x * Sigmoid(-x)));
            Assert.Equal(expected, One("siluSlope", x), 1e-15);
            Assert.Equal(expected, One("siluSlope", (float)x), 4 / 16777216.0);
            Assert.Equal(One("silu", x), One("siluValue", x), 1e-15 * Math.Max(1, Math.Abs(x)));
        }
    }

    [Theory]
    [InlineData("exp", double.NegativeInfinity, 0)]
    [InlineData("exp", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("exp", 800, double.PositiveInfinity)]
    [InlineData("exp", -800, 0)]
    [InlineData("exp", double.NaN, double.NaN)]
    [InlineData("exp", 0, 1)]
    [InlineData("expNegative", double.PositiveInfinity, 0)]
    [InlineData("log", 0, double.NegativeInfinity)]
    [InlineData("log", -1, double.NaN)]
    [InlineData("log", double.NegativeInfinity, double.NaN)]
    [InlineData("log", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log", double.NaN, double.NaN)]
    [InlineData("log", 1, 0)]
    [InlineData("logistic", double.NegativeInfinity, 0)]
    [InlineData("logistic", double.PositiveInfinity, 1)]
    [InlineData("logistic", double.NaN, double.NaN)]
    [InlineData("silu", double.PositiveInfinity, double.PositiveInfinity)]
    public void Ends_of_the_range_are_exact(string function, double x, double expected)
    {
        Assert.Equal(expected, One(function, x));
        Assert.Equal((float)expected, One(function, (float)x));
    }

    [Fact]
    public void Subnormal_results_and_arguments_are_rounded_once()
    {
        for (double x = -744; x < -708; x += 0.37)
        {
            Assert.InRange(Math.Abs(One("exp", x) - Math.Exp(x)), 0, double.Epsilon);
            Assert.Equal(One("exp", x), One("expNegative", x));
        }

        for (float x = float.Epsilon; x < 1e-37f; x *= 1.7f)
        {
            Assert.Equal(Math.Log(x), One("log", x), 8e-6);
        }

        Assert.Equal(Math.Log(double.Epsilon), One("log", double.Epsilon), 2e-13);
    }

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static T One<T>(string function, T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = [x];
        return MapKernel<T>.Apply(function, a, a, a, LaneWidth.One)[0];
    }

    private static double Turned(string function, uint y, bool isFloat) => isFloat
        ? One(function, BitConverter.UInt32BitsToSingle(y))
        : One(function, BitConverter.UInt64BitsToDouble((ulong)y << 32));

    /// <summary>Floats against a double, whose own error is below 10⁻⁸ of a float's last place.</summary>
    private static void Floats(
        string function, double bound, Func<double, float> argument, Func<float, float> near, Func<double, double> exact)
    {
        float[] x = [.. Enumerable.Range(0, Dense).Select(i => argument((i + 0.5) / Dense))];
        float[] y = MapKernel<float>.Apply(function, x, x, x, LaneDispatch.Widest);
        for (int i = 0; i < x.Length; i++)
        {
            float about = Math.Abs(near(x[i]));
            double ulps = Math.Abs(y[i] - exact(x[i])) / (MathF.BitIncrement(about) - about);
            Assert.True(ulps <= bound, $"{function}({x[i]:R}) = {y[i]:R} is {ulps:F2} ulp off.");
        }
    }

    private static void Doubles(
        string function,
        double bound,
        Func<double, double> argument,
        Func<double, BigInteger> scaled,
        Func<BigInteger, (BigInteger Mantissa, int Exponent)> exact) =>
        Doubles(function, bound, argument, scaled, (big, _) => exact(big));

    private static void Doubles(
        string function,
        double bound,
        Func<double, double> argument,
        Func<double, BigInteger> scaled,
        Func<BigInteger, double, (BigInteger Mantissa, int Exponent)> exact)
    {
        double[] x = [.. Enumerable.Range(0, Count).Select(i => argument((i + 0.5) / Count))];
        double[] y = MapKernel<double>.Apply(function, x, x, x, LaneDispatch.Widest);
        for (int i = 0; i < x.Length; i++)
        {
            (BigInteger mantissa, int exponent) = exact(scaled(x[i]), x[i]);
            double ulps = Scaled.Ulps(y[i], mantissa, exponent);
            Assert.True(ulps <= bound, $"{function}({x[i]:R}) = {y[i]:R} is {ulps:F2} ulp off.");
        }
    }
}
