namespace ScoreSde.Processes;

/// <summary>
/// The times at which a model may be asked: Minimum ≤ t ≤ Maximum. A network knows the times of its training; an exact score all of [0, 1]. The clean
/// end t = 0 is always reached, by a step of its own from the lowest time, which asks for x̂₀ there and not at 0.
/// </summary>
public sealed record TimeRange
{
    // Levels that were found by λ have their times back to this relative error, and no model tells them apart.
    private const double Rounding = 1e-6;

    /// <param name="minimum">The lowest time.</param>
    /// <param name="maximum">The highest, above the lowest.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 ≤ minimum &lt; maximum ≤ 1.</exception>
    public TimeRange(double minimum, double maximum = 1)
    {
        Minimum = Require.Between(minimum, 0, 1);
        Maximum = maximum > minimum && maximum <= 1
            ? maximum
            : throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The highest time must lie above the lowest, {minimum:R}, and not above 1.");
    }

    /// <summary>[0, 1].</summary>
    public static TimeRange Whole { get; } = new(0);

    /// <summary>The lowest time.</summary>
    public double Minimum { get; }

    /// <summary>The highest time.</summary>
    public double Maximum { get; }

    /// <summary>Whether a model may be asked at this time.</summary>
    public bool Contains(double time) => time >= Minimum * (1 - Rounding) && time <= Maximum * (1 + Rounding);

    /// <summary>The times that both may be asked at.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are none.</exception>
    public TimeRange And(TimeRange other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Math.Max(Minimum, other.Minimum), Math.Min(Maximum, other.Maximum));
    }

    /// <summary>Refuses a question outside.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level's time lies outside.</exception>
    public void ThrowIfOutside(NoiseLevel level)
    {
        if (!Contains(level.Time))
        {
            throw new ArgumentOutOfRangeException(
                nameof(level), level.Time, $"The model was asked at t = {level.Time:G6}, but knows only times from {Minimum:G6} to {Maximum:G6}.");
        }
    }
}
