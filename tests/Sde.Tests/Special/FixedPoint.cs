using System.Numerics;

namespace ScoreSde.Tests.Special;

/// <summary>Reference values of eˣ − 1, ln(1 + x) and φ_k(x) with 320 binary places: whole numbers, no rounding that matters.</summary>
internal static class FixedPoint
{
    private const int Places = 320;
    private static readonly BigInteger One = BigInteger.One << Places;

    /// <summary>eˣ − 1 by its power series.</summary>
    public static double Expm1(double x)
    {
        BigInteger value = From(x);
        BigInteger sum = 0;
        BigInteger term = One;
        for (int k = 1; !term.IsZero; k++)
        {
            term = BigInteger.Divide((term * value) >> Places, k);
            // The shift rounds towards −∞; a last negative unit would never die out.
            if (BigInteger.Abs(term) <= 1)
            {
                break;
            }

            sum += term;
        }

        return ToDouble(sum);
    }

    /// <summary>φ_k(x) = Σ_j x^j/(j + k)!.</summary>
    public static double Phi(int k, double x)
    {
        BigInteger value = From(x);
        BigInteger term = One;
        for (int i = 2; i <= k; i++)
        {
            term /= i;
        }

        BigInteger sum = term;
        for (int j = 1; BigInteger.Abs(term) > 1; j++)
        {
            term = BigInteger.Divide((term * value) >> Places, j + k);
            sum += term;
        }

        return ToDouble(sum);
    }

    /// <summary>ln(1 + x) = 2 artanh(x/(2 + x)), by its power series.</summary>
    public static double Log1p(double x)
    {
        BigInteger value = From(x);
        BigInteger y = (value << Places) / (value + (2 * One));
        BigInteger square = (y * y) >> Places;
        BigInteger sum = 0;
        BigInteger power = y;
        for (int k = 1; BigInteger.Abs(power) > 1; k += 2)
        {
            sum += power / k;
            power = (power * square) >> Places;
        }

        return ToDouble(2 * sum);
    }

    private static BigInteger From(double x)
    {
        // 2^200 x is a whole number for every x used here, and exact.
        return new BigInteger(Math.ScaleB(x, 200)) << (Places - 200);
    }

    private static double ToDouble(BigInteger value)
    {
        int shift = (int)Math.Max(0, (long)BigInteger.Abs(value).GetBitLength() - 64);
        return Math.ScaleB((double)(value >> shift), shift - Places);
    }
}
