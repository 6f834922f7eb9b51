namespace ScoreSde.Verification.Instruments;

/// <summary>
/// A measured order that is refined until it meets a claim or the arithmetic ends. Local slopes log₂(e_n/e_2n) that rest for a while on coarse
/// grids are not taken for the order against a claim: what contradicts it must be seen on the finest grids. A higher order does not contradict it.
/// </summary>
/// <param name="Order">The order, extrapolated from two local slopes; where nothing settled, from the finest two.</param>
/// <param name="Settles">Whether the slopes agreed: on the claimed order anywhere, on another to the finest grids.</param>
/// <param name="Trace">Steps and error of each grid tried.</param>
public sealed record SettledOrder(double Order, bool Settles, IReadOnlyList<(int Steps, double Error)> Trace)
{
    /// <summary>Why nothing is decided, with the figures.</summary>
    public string Open => $"did not settle: {Slopes}";

    /// <summary>The local slopes, and how far they were followed.</summary>
    public string Slopes => Trace.Count == 0
        ? "no error above rounding"
        : $"slopes {string.Join(", ", LocalSlopes(Trace).Select(static slope => slope.ToString("F3", System.Globalization.CultureInfo.InvariantCulture)))} by {Trace[^1].Steps} steps, where the error is {Trace[^1].Error:G3}";

    /// <summary>Halves the step until the slopes agree on the claimed order, or to the end.</summary>
    /// <param name="error">The error for a number of steps; its size counts.</param>
    /// <param name="claimed">The order that is claimed.</param>
    /// <param name="within">How far from it is still that order.</param>
    /// <param name="coarsest">The first number of steps.</param>
    /// <param name="finest">No more than this many.</param>
    /// <param name="floor">Errors below this are rounding.</param>
    /// <param name="tolerance">How close successive slopes must come on any grid.</param>
    /// <param name="near">How close they must come where they never come closer.</param>
    /// <param name="higherWillDo">Whether to stop at a higher order too.</param>
    public static SettledOrder Of(
        Func<int, double> error,
        double claimed,
        double within,
        int coarsest,
        int finest,
        double floor,
        double tolerance = 0.02,
        double near = 0.05,
        bool higherWillDo = false)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coarsest);
        var trace = new List<(int Steps, double Error)>();
        for (int n = coarsest; n <= finest; n *= 2)
        {
            double e = Math.Abs(error(n));
            if (!(e > floor))
            {
                break;
            }

            trace.Add((n, e));
            if (AtEnd(trace, tolerance) is { } order && (Math.Abs(order - claimed) <= within || (higherWillDo && order > claimed)))
            {
                return new(order, true, trace);
            }

            // Where slopes never come close, on the finer grids nearly so must do.
            if (n > finest / 4 && AtEnd(trace, near) is { } rough && Math.Abs(rough - claimed) <= within)
            {
                return new(rough, true, trace);
            }
        }

        if (Near(trace, near, claimed, within) is { } found)
        {
            return new(found, true, trace);
        }

        double[] slopes = LocalSlopes(trace);

        // A higher order that was seen counts if the errors go on to fall at least as fast as is claimed, until they are rounding.
        for (int length = trace.Count; length >= 4 && slopes[length - 2] >= claimed - within; length--)
        {
            if (AtEnd(trace[..length], near) is { } order && order > claimed)
            {
                return new(order, true, trace);
            }
        }

        double last = slopes.Length < 2 ? double.NaN : (2 * slopes[^1]) - slopes[^2];
        return new(last, AtEnd(trace, near) is not null && Rests(slopes, near), trace);
    }

    // The same where rounding ends before the finer grids: on the finer half of those there are.
    private static double? Near(List<(int Steps, double Error)> trace, double near, double claimed, double within) =>
        Enumerable.Range(Math.Max(4, trace.Count / 2), Math.Max(0, trace.Count + 1 - Math.Max(4, trace.Count / 2)))
            .Select(length => AtEnd(trace[..length], near))
            .FirstOrDefault(order => order is { } p && Math.Abs(p - claimed) <= within);

    // Two changes in a row, so that slopes that pass through an extremum are not taken for settled ones.
    private static double? AtEnd(List<(int Steps, double Error)> trace, double tolerance)
    {
        double[] slopes = LocalSlopes(trace);
        return slopes.Length >= 3 && Math.Abs(slopes[^1] - slopes[^2]) < tolerance && Math.Abs(slopes[^2] - slopes[^3]) < 2.5 * tolerance
            ? (2 * slopes[^1]) - slopes[^2]
            : null;
    }

    // What is extrapolated must rest too, or the slopes are on their way elsewhere.
    private static bool Rests(double[] slopes, double near) =>
        slopes.Length >= 3 && Math.Abs((2 * slopes[^1]) - slopes[^2] - ((2 * slopes[^2]) - slopes[^3])) < near;

    private static double[] LocalSlopes(IReadOnlyList<(int Steps, double Error)> trace) =>
        [.. trace.Skip(1).Select((point, i) => Math.Log2(trace[i].Error / point.Error))];
}
