using System.Numerics;

namespace ScoreSde.Tests.Lanes;

/// <summary>
/// Reference functions in whole numbers: a real r is held as ⌊r · 2²⁰⁰⌉. Exact to about 2⁻¹⁹⁰, far beyond a double.
/// </summary>
internal static class Scaled
{
    private const int Places = 200;

    public static BigInteger One { get; } = BigInteger.One << Places;

    /// <summary>ln 2 = 2 artanh(1/3).</summary>
    public static BigInteger LogOfTwo { get; } = 2 * HyperbolicArcTangent(One / 3);

    /// <summary>π = 16 arctan(1/5) − 4 arctan(1/239), Machin.</summary>
    public static BigInteger Pi { get; } = (16 * ArcTangent(5)) - (4 * ArcTangent(239));

    /// <summary>A double, exactly unless it is tiny.</summary>
    public static BigInteger Of(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        BigInteger value = Shift(mantissa, Math.Max(exponent, 1) - 1075 + Places);
        return double.IsNegative(x) ? -value : value;
    }

    public static BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> Places;

    public static BigInteger Divide(BigInteger a, BigInteger b) => (a << Places) / b;

    /// <summary>eˣ as 2ⁿ times the result.</summary>
    public static (BigInteger Mantissa, int Exponent) Exponential(BigInteger x)
    {
        var n = (int)(x / LogOfTwo);
        BigInteger r = x - (n * LogOfTwo);
        BigInteger term = One;
        BigInteger sum = One;
        for (int k = 1; !term.IsZero && k < 200; k++)
        {
            term = Multiply(term, r) / k;
            sum += term;
        }

        return (sum, n);
    }

    /// <summary>ln x for a positive normal double.</summary>
    public static BigInteger Logarithm(double x)
    {
        int n = Math.ILogB(x);
        BigInteger m = Of(Math.ScaleB(x, -n));
        return (n * LogOfTwo) + (2 * HyperbolicArcTangent(Divide(m - One, m + One)));
    }

    /// <summary>sin and cos of an angle below 2π.</summary>
    public static (BigInteger Sine, BigInteger Cosine) SineCosine(BigInteger angle)
    {
        BigInteger term = One;
        BigInteger[] sums = [One, 0];
        for (int k = 1; !term.IsZero && k < 200; k++)
        {
            term = Multiply(term, angle) / k;
            sums[k % 2] += k % 4 < 2 ? term : -term;
        }

        return (sums[1], sums[0]);
    }

    /// <summary>How far a value is from mantissa · 2^exponent, in units of its own last place.</summary>
    public static double Ulps(double value, BigInteger mantissa, int exponent = 0, bool isFloat = false)
    {
        double scaled = Math.ScaleB(value, -exponent);
        double unit = isFloat
            ? Math.ScaleB(1, Math.Max(Math.ILogB(value), -126) - 23 - exponent)
            : Math.BitIncrement(Math.Abs(scaled)) - Math.Abs(scaled);
        return (double)BigInteger.Abs(Of(scaled) - mantissa) / (double)Of(unit);
    }

    private static BigInteger Shift(BigInteger x, int places) => places >= 0 ? x << places : x >> -places;

    private static BigInteger HyperbolicArcTangent(BigInteger s)
    {
        BigInteger square = Multiply(s, s);
        BigInteger power = s;
        BigInteger sum = s;
        for (int k = 3; !power.IsZero && k < 500; k += 2)
        {
            power = Multiply(power, square);
            sum += power / k;
        }

        return sum;
    }

    private static BigInteger ArcTangent(int reciprocal)
    {
        BigInteger power = One / reciprocal;
        BigInteger sum = power;
        for (int k = 3; !power.IsZero; k += 2)
        {
            power /= -(reciprocal * reciprocal);
            sum += power / k;
        }

        return sum;
    }
}
