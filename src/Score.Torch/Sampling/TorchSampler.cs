using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch.Sampling;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>
/// The loop on tensors: takes one batch of samples after the other through all steps of a grid. A sample's numbers do not depend on the
/// batch it is in, apart from the rounding of kernels that libtorch chooses by size.
/// </summary>
public static class TorchSampler
{
    /// <summary>Draws samples: x ~ N(0, s² I), s the process's prior deviation at the grid's first level, then the solver down the grid.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="score">The model of the noise, on the options' device and in T.</param>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Device, noise, batches, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The grid visits times outside the model's range.</exception>
    /// <exception cref="NonFiniteSampleException">A state became infinite or not a number.</exception>
    /// <exception cref="DeviceMemoryException">The batch that was asked for, or one sample, does not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SampleSet<T> Sample<T>(
        IDiffusionProcess process,
        IScoreFunction<Tensor> score,
        ISolver solver,
        TimeGrid grid,
        int count,
        ulong seed,
        TorchSamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.Positive(count);
        options ??= new TorchSamplerOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.BatchRows);
        using IDisposable noGradients = no_grad();
        var output = new T[checked(count * score.Dimension)];
        GridStep[] steps = GridSteps.Down(process, score.Range, grid, seed);
        using var walk = new BatchWalk<T>(process, score, solver, steps, seed, options);
        int rows = options.BatchRows > 0 ? Math.Min(options.BatchRows, count) : FirstGuess(count, score.Dimension);
        int evaluations = 0;
        for (int first = 0; first < count;)
        {
            int batch = Math.Min(rows, count - first);
            try
            {
                evaluations = walk.Run(first, batch, count, output.AsSpan(first * score.Dimension, batch * score.Dimension));
                first += batch;
            }
            catch (Exception failure) when (DeviceMemory.RanOut(failure))
            {
                walk.Dispose();
                if (options.BatchRows > 0 || batch == 1)
                {
                    throw new DeviceMemoryException($"{options.Device}", batch, failure);
                }

                rows = (batch + 1) / 2;
                options.BatchHalved?.Report(rows);
            }
        }

        return new SampleSet<T>(output, count, score.Dimension, evaluations);
    }

    // A state of 4 M numbers: networks keep some dozens of that size, which a GPU of 8 GB holds.
    private static int FirstGuess(int count, int dimension) => Math.Clamp((4 << 20) / dimension, 1, count);
}
