using ScoreSde.Comparison.Measures;
using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Reports;

/// <summary>How far a measured value lies from the best there is, and how much of that chance may have made.</summary>
/// <param name="Distance">From the best value there is; a distance itself, for a measure that is one.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Reached">Whether it cannot be told from what real data gets.</param>
public readonly record struct Merit(double Distance, double Error, bool Reached)
{
    /// <summary>Standard errors that a difference must exceed to be one: chance alone does that once in 22 comparisons.</summary>
    public const double Errors = 2;

    /// <summary>The merit of a value of a measure.</summary>
    /// <param name="value">The value.</param>
    /// <param name="goal">What is best.</param>
    /// <param name="floor">What real data gets.</param>
    public static Merit Of(MetricValue value, MeasureGoal goal, MetricValue floor)
    {
        double distance = goal switch
        {
            MeasureGoal.AsReal => Math.Abs(value.Value - floor.Value),
            MeasureGoal.Zero => Math.Abs(value.Value),
            _ => value.Value,
        };
        double chance = Errors * double.Hypot(value.StandardError, floor.StandardError);
        return new Merit(distance, value.StandardError, distance <= (goal == MeasureGoal.AsReal ? 0 : floor.Value) + chance);
    }

    /// <summary>
    /// The mark of this value among all of its group: <see cref="Mark.Best"/> where the next one is worse by more than chance and real data still does
    /// better; <see cref="Mark.Tied"/> where chance may have made the difference to the best, or to real data.
    /// </summary>
    public Mark Among(IReadOnlyList<Merit> group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return !IsLikeBestOf(group) ? Mark.None : group.Count(merit => merit.IsLikeBestOf(group)) == 1 && !Reached ? Mark.Best : Mark.Tied;
    }

    /// <summary>Whether chance may have made the difference of this value to the best of its group, or to real data.</summary>
    public bool IsLikeBestOf(IReadOnlyList<Merit> group)
    {
        ArgumentNullException.ThrowIfNull(group);
        Merit best = group.MinBy(static merit => merit.Distance);
        return Reached || Distance - best.Distance <= Errors * double.Hypot(Error, best.Error);
    }
}
