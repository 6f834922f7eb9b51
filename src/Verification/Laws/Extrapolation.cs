namespace ScoreSde.Verification.Laws;

/// <summary>Limits of sequences f(n) = L + a/n + b/n² + … by Richardson's extrapolation over n, 2n, 4n.</summary>
internal static class Extrapolation
{
    /// <summary>L, with a and b removed.</summary>
    public static double Limit(Func<int, double> f, int n)
    {
        double coarse = f(n);
        double middle = f(2 * n);
        double fine = f(4 * n);
        return ((4 * ((2 * fine) - middle)) - ((2 * middle) - coarse)) / 3;
    }
}
