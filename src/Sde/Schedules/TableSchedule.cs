using MathNet.Numerics.Interpolation;
using ScoreSde.Special;

namespace ScoreSde.Schedules;

/// <summary>
/// Continuous time for a discrete table: B(i/N) = −ln ᾱ_i exactly, monotone cubic (PCHIP) between, so that β is continuous and
/// not negative. Fritsch and Carlson 1980. A table may end at ᾱ_N = 0, B(1) = ∞: see <see cref="ZeroEnd"/>.
/// </summary>
/// <remarks>Two are equal where their numbers are, whatever their names.</remarks>
public sealed class TableSchedule : INoiseSchedule, IEquatable<TableSchedule>
{
    private readonly double[] integrals;
    private readonly CubicSpline spline;
    private readonly ZeroEnd? end;

    private TableSchedule(string name, double[] integrals)
    {
        int n = integrals.Length - 1;
        Name = Require.NotNull(name);
        this.integrals = integrals;
        int known = double.IsInfinity(integrals[n]) ? n - 1 : n;
        spline = CubicSpline.InterpolatePchipSorted([.. Enumerable.Range(0, known + 1).Select(i => (double)i / n)], integrals[..(known + 1)]);
        if (known < n)
        {
            double start = (double)known / n;
            end = new ZeroEnd(start, integrals[known], Math.Max(0, spline.Differentiate(start)));
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>B(i/N) = −ln ᾱ_i, i = 0 … N: all there is to the schedule.</summary>
    public ReadOnlySpan<double> Integrals => integrals;

    /// <summary>Steps of the table, N.</summary>
    public int Steps => integrals.Length - 1;

    /// <summary>The schedule of a chain with the given β_i, i = 1 … N, each in (0, 1); the last may be 1.</summary>
    public static TableSchedule FromBetas(ReadOnlySpan<double> betas, string name = "table")
    {
        var integrals = new double[betas.Length + 1];
        for (int i = 0; i < betas.Length; i++)
        {
            if (!(betas[i] > 0 && (betas[i] < 1 || (betas[i] == 1 && i == betas.Length - 1))))
            {
                throw new ArgumentException($"β_{i + 1} is {betas[i]:R}; every β_i must lie between 0 and 1, the last at most at 1.", nameof(betas));
            }

            integrals[i + 1] = integrals[i] - Exponentials.Log1p(-betas[i]);
        }

        return Checked(integrals, name);
    }

    /// <summary>The schedule of a chain with the given ᾱ_i, i = 1 … N, strictly decreasing in (0, 1); the last may be 0.</summary>
    public static TableSchedule FromAlphaBars(ReadOnlySpan<double> alphaBars, string name = "table")
    {
        var integrals = new double[alphaBars.Length + 1];
        for (int i = 0; i < alphaBars.Length; i++)
        {
            bool isPositive = alphaBars[i] > 0 || (alphaBars[i] == 0 && i == alphaBars.Length - 1);
            if (!(isPositive && alphaBars[i] < (i == 0 ? 1 : alphaBars[i - 1])))
            {
                throw new ArgumentException(
                    $"ᾱ_{i + 1} is {alphaBars[i]:R}; the ᾱ_i must lie between 0 and 1, the last at least at 0, and strictly decrease.", nameof(alphaBars));
            }

            integrals[i + 1] = -Math.Log(alphaBars[i]);
        }

        return Checked(integrals, name);
    }

    /// <summary>The schedule with the given B(i/N), i = 0 … N: 0 first, finite and strictly increasing; the last may be +∞.</summary>
    public static TableSchedule FromIntegrals(ReadOnlySpan<double> integrals, string name = "table")
    {
        for (int i = 0; i < integrals.Length; i++)
        {
            bool isInfinite = double.IsPositiveInfinity(integrals[i]) && i == integrals.Length - 1;
            if (!(double.IsFinite(integrals[i]) || isInfinite) || (i == 0 ? integrals[0] != 0 : integrals[i] <= integrals[i - 1]))
            {
                throw new ArgumentException($"−ln ᾱ_{i} is {integrals[i]:R}; the first must be 0, and all finite (the last at most infinite) and strictly increasing.", nameof(integrals));
            }
        }

        return Checked(integrals.ToArray(), name);
    }

    /// <summary>
    /// The table moved and scaled in √ᾱ so that √ᾱ_1 stays and √ᾱ_N becomes 0: √ᾱ_i ← (√ᾱ_i − √ᾱ_N) √ᾱ_1/(√ᾱ_1 − √ᾱ_N). Lin et al. 2024, alg. 1.
    /// </summary>
    public TableSchedule ToZeroTerminalSnr()
    {
        double fall = Exponentials.Expm1(-0.5 * (integrals[^1] - integrals[1]));
        var moved = new double[integrals.Length];
        for (int i = 1; i < moved.Length; i++)
        {
            double share = Exponentials.Expm1(-0.5 * (integrals[i] - integrals[1])) / fall;
            moved[i] = i == moved.Length - 1 ? double.PositiveInfinity : integrals[1] - (2 * Exponentials.Log1p(-share));
        }

        return FromIntegrals(moved, $"zero-snr:{Name}");
    }

    /// <inheritdoc/>
    public double Beta(double t) => end is { } zero && t > zero.Start ? zero.Beta(t) : Math.Max(0, spline.Differentiate(t));

    /// <inheritdoc/>
    public double Integral(double t) => t <= 0 ? 0 : t >= 1 ? integrals[^1] : end is { } zero && t > zero.Start ? zero.Integral(t) : spline.Interpolate(t);

    /// <summary>Newton's method kept within the table's interval by bisection.</summary>
    public double TimeOfIntegral(double integral)
    {
        ScheduleGuard.Integral(integral, integrals[^1]);
        int i = Array.BinarySearch(integrals, integral);
        if (i >= 0 || ~i > Steps)
        {
            return i >= 0 ? (double)i / Steps : 1;
        }

        double low = (double)(~i - 1) / Steps;
        double high = (double)~i / Steps;
        double t = double.IsInfinity(integrals[~i])
            ? end!.Value.Guess(integral)
            : low + ((high - low) * (integral - integrals[~i - 1]) / (integrals[~i] - integrals[~i - 1]));
        for (int iteration = 0; iteration < 100; iteration++)
        {
            double excess = Integral(t) - integral;
            (low, high) = excess > 0 ? (low, t) : (t, high);
            double next = t - (excess / Beta(t));
            next = next > low && next < high ? next : 0.5 * (low + high);
            if (Math.Abs(next - t) <= 2 * double.BitIncrement(t) - (2 * t) || next == t)
            {
                return next;
            }

            t = next;
        }

        return t;
    }

    /// <inheritdoc/>
    public bool Equals(TableSchedule? other) => other is not null && integrals.AsSpan().SequenceEqual(other.integrals);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TableSchedule);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(integrals.Length, integrals[1], integrals[^1]);

    private static TableSchedule Checked(double[] integrals, string name)
    {
        int least = integrals.Length > 0 && double.IsInfinity(integrals[^1]) ? 4 : 3;
        return integrals.Length >= least
            ? new TableSchedule(name, integrals)
            : throw new ArgumentException($"A table {(least > 3 ? "that ends at ᾱ = 0 needs at least three" : "needs at least two")} steps.");
    }
}
