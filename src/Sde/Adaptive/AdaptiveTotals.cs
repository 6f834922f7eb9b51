namespace ScoreSde.Adaptive;

/// <summary>What the samples of an adaptive run cost in all: sums of whole numbers, which come out the same in whatever order they are added.</summary>
public readonly record struct AdaptiveTotals
{
    /// <summary>Samples.</summary>
    public long Count { get; private init; }

    /// <summary>Score evaluations of all samples, counted.</summary>
    public long Evaluations { get; private init; }

    /// <summary>Those of the sample that needed the fewest.</summary>
    public int FewestEvaluations { get; private init; }

    /// <summary>Those of the sample that needed the most.</summary>
    public int MostEvaluations { get; private init; }

    /// <summary>Steps that were kept.</summary>
    public long Accepted { get; private init; }

    /// <summary>Steps that were tried and given up.</summary>
    public long Rejected { get; private init; }

    /// <summary>Mean evaluations of a sample; NaN of none.</summary>
    public double MeanEvaluations => (double)Evaluations / Count;

    /// <summary>Rejected steps, of all that were tried; NaN of none.</summary>
    public double RejectedShare => Rejected / ((double)Accepted + Rejected);

    /// <summary>The totals of a run's samples.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static AdaptiveTotals Of<T>(AdaptiveSamples<T> samples)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(samples);
        var totals = new AdaptiveTotals();
        for (int i = 0; i < samples.Count; i++)
        {
            totals = totals.With(samples.Evaluations[i], samples.Costs[i]);
        }

        return totals;
    }

    /// <summary>These and one sample more.</summary>
    internal AdaptiveTotals With(int evaluations, StepCost cost) => With(new AdaptiveTotals
    {
        Count = 1,
        Evaluations = evaluations,
        FewestEvaluations = evaluations,
        MostEvaluations = evaluations,
        Accepted = cost.Accepted,
        Rejected = cost.Rejected,
    });

    /// <summary>These and those.</summary>
    internal AdaptiveTotals With(AdaptiveTotals others) => Count == 0 ? others : others.Count == 0 ? this : new AdaptiveTotals
    {
        Count = Count + others.Count,
        Evaluations = Evaluations + others.Evaluations,
        FewestEvaluations = Math.Min(FewestEvaluations, others.FewestEvaluations),
        MostEvaluations = Math.Max(MostEvaluations, others.MostEvaluations),
        Accepted = Accepted + others.Accepted,
        Rejected = Rejected + others.Rejected,
    };
}
