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
        double result = (double)count * dimension * Unsafe.SizeOf<T>();
        return result + StreamBytes<T>(count, dimension, options);
    }

    /// <summary>Bytes of the states that each worker takes through the steps, where samples go to a sink and are not kept.</summary>
    /// <param name="count">Samples.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="options">Threads and tiles.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public static double StreamBytes<T>(long count, int dimension, SamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (double)RowsAtOnce(count, dimension, options) * StatesPerWorker * dimension * Unsafe.SizeOf<T>();

    /// <summary>Samples that all workers together have in hand.</summary>
    /// <param name="count">Samples.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="options">Threads and tiles.</param>
    public static int RowsAtOnce(long count, int dimension, SamplerOptions? options = null)
    {
        TilePlan plan = TilePlan.For(Require.Positive(count), Require.Positive(dimension), options ?? new SamplerOptions());
        return (int)Math.Min((long)plan.Threads * plan.Rows, count);
    }
}
