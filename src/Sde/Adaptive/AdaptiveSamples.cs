using System.Numerics;

namespace ScoreSde.Adaptive;

/// <summary>The samples of an adaptive run, [count, dimension], row-major, and what each of them cost.</summary>
/// <param name="Values">The samples; length Count · Dimension.</param>
/// <param name="Count">Samples.</param>
/// <param name="Dimension">Numbers in one sample.</param>
/// <param name="Evaluations">Score evaluations of each sample, counted.</param>
/// <param name="Costs">Steps of each sample.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record AdaptiveSamples<T>(T[] Values, int Count, int Dimension, int[] Evaluations, StepCost[] Costs)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Mean evaluations of a sample.</summary>
    public double MeanEvaluations => Evaluations.Average();

    /// <summary>Rejected steps, of all that were tried.</summary>
    public double RejectedShare => Costs.Sum(static cost => (double)cost.Rejected) / Costs.Sum(static cost => (double)cost.Accepted + cost.Rejected);
}
