using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.Sampling;

/// <summary>What a run of <see cref="Sampler"/> or of an adaptive method keeps in memory, known before it begins.</summary>
public static class SamplingMemory
{
    // States, stages and history of the hungriest solvers, and what a score of small networks needs beside them.
    private const int StatesPerWorker = 24;

    /// <summary>Bytes of the result, [count, dimension], and of the states that each worker takes through the steps.</summary>
    /// <param name="count">Samples.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="options">Threads and tiles.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public static double Bytes<T>(int count, int dimension, SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TilePlan plan = TilePlan.For(Require.Positive(count), Require.Positive(dimension), options ?? new SamplerOptions());
        double states = (double)plan.Threads * plan.Rows * StatesPerWorker;
        return (count + states) * dimension * Unsafe.SizeOf<T>();
    }
}
