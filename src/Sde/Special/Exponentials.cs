namespace ScoreSde.Special;

/// <summary>
/// eˣ − 1, ln(1 + x) and ln(1 + eˣ) to a few units in the last place, near 0 too.
/// </summary>
/// <remarks>
/// .NET's <c>double.ExpM1</c> and <c>double.LogP1</c> subtract and add the 1 in place and keep five digits at 1e-12.
/// The corrections used here are W. Kahan's (see N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, §1.14.1).
/// </remarks>
public static class Exponentials
{
    /// <summary>eˣ − 1; relative error below 4 ulp for every finite x.</summary>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) < 1e-5)
        {
            return x + (x * x / 2) + (x * x * x / 6);
        }

        double u = Math.Exp(x);
        if (Math.Abs(x) > 1)
        {
            return u - 1;
        }

        return (u - 1) * x / Math.Log(u);
    }

    /// <summary>ln(1 + x) for x &gt; −1; relative error below 4 ulp.</summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(u) ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>ln(1 + eˣ), without overflow for large x and without cancellation for very negative x.</summary>
    public static double LogOnePlusExp(double x) =>
        x > 0 ? x + Log1p(Math.Exp(-x)) : Log1p(Math.Exp(x));
}
