using System.Numerics;

namespace ScoreSde.Picard;

/// <summary>The samples of a run that is parallel in time, [count, dimension], row-major, and what each of them cost.</summary>
/// <param name="Values">The samples; length Count · Dimension.</param>
/// <param name="Count">Samples.</param>
/// <param name="Dimension">Numbers in one sample.</param>
/// <param name="Evaluations">Score evaluations of each sample, counted: the work, more than in a sequential run.</param>
/// <param name="Sweeps">Sweeps of each sample: evaluations one after the other, the latency where a window is evaluated as fast as one state.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record PicardSamples<T>(T[] Values, int Count, int Dimension, int[] Evaluations, int[] Sweeps)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Mean evaluations of a sample.</summary>
    public double MeanEvaluations => Evaluations.Average();

    /// <summary>Mean sweeps of a sample.</summary>
    public double MeanSweeps => Sweeps.Average();

    /// <summary>The most sweeps of any sample: the depth of the whole run where all samples are evaluated at once.</summary>
    public int Depth => Sweeps.Max();
}
