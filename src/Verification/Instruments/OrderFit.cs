namespace ScoreSde.Verification.Instruments;

/// <summary>
/// A measured order of convergence: error ≈ C n^(−Order). The last three halvings agree, so the range is asymptotic and not
/// at the floor of rounding.
/// </summary>
/// <param name="Order">The order, extrapolated from the last two local slopes.</param>
/// <param name="Uncertainty">How far the last two local slopes are apart.</param>
/// <param name="Steps">The finest grid used.</param>
/// <param name="Error">The error there.</param>
public sealed record OrderFit(double Order, double Uncertainty, int Steps, double Error)
{
    /// <summary>C of error ≈ C n^(−p) at the finest grid, for an order p that is known.</summary>
    public double Constant(double order) => Error * Math.Pow(Steps, order);

    /// <summary>
    /// The error less its term of one order above the promised one p: 2^(p+1) e(2n) − e(n), of order p if e has it and of a higher one if not.
    /// The errors must have their signs, or be of one kind.
    /// </summary>
    public static Func<int, double> WithoutNextTerm(Func<int, double> error, double order)
    {
        ArgumentNullException.ThrowIfNull(error);
        var known = new Dictionary<int, double>();
        double Once(int n) => known.TryGetValue(n, out double e) ? e : known[n] = error(n);
        return n => (Math.Pow(2, order + 1) * Once(2 * n)) - Once(n);
    }

    /// <summary>
    /// Halves the step until the local slopes log₂(e_n/e_2n) agree, and extrapolates them: slopes tend to the order with a
    /// deviation that halves too, so p ≈ 2 p₂ − p₁.
    /// </summary>
    /// <param name="error">The error for a number of steps; its size counts.</param>
    /// <param name="coarsest">The first number of steps.</param>
    /// <param name="finest">No more than this many.</param>
    /// <param name="tolerance">How close successive slopes must come, and their differences must shrink to.</param>
    /// <param name="floor">Errors below this are rounding.</param>
    /// <exception cref="NotAsymptoticException">No such range before <paramref name="finest"/> or above <paramref name="floor"/>.</exception>
    public static OrderFit Measure(
        Func<int, double> error, int coarsest = 16, int finest = 4096, double tolerance = 0.02, double floor = 1e-12)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coarsest);
        var trace = new List<(int Steps, double Error)>();
        double previousSlope = double.NaN;
        double previousChange = double.NaN;
        for (int n = coarsest; n <= finest; n *= 2)
        {
            double e = Math.Abs(error(n));
            trace.Add((n, e));
            if (!(e > floor))
            {
                break;
            }

            if (trace.Count < 2)
            {
                continue;
            }

            double slope = Math.Log2(trace[^2].Error / e);
            double change = Math.Abs(slope - previousSlope);

            // Two changes in a row, so that slopes that pass through an extremum are not taken for settled ones.
            if (change < tolerance && previousChange < 2.5 * tolerance)
            {
                return new OrderFit((2 * slope) - previousSlope, change, n, e);
            }

            previousSlope = slope;
            previousChange = change;
        }

        throw new NotAsymptoticException(trace);
    }
}
