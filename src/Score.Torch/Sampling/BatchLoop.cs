using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Sampling;

/// <summary>Takes every batch of a run through all steps: the one loop of <see cref="TorchSampler"/> and of likelihoods. Batches that do not fit are halved.</summary>
internal static class BatchLoop
{
    /// <summary>Does it.</summary>
    /// <returns>The evaluations that a sample took.</returns>
    public static int Run<T>(
        IDiffusionProcess process,
        ISolver solver,
        GridStep[] steps,
        int count,
        TorchSamplerOptions options,
        IStepObserver<T>? observer,
        BatchJob<T> job)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.Positive(count);
        ArgumentOutOfRangeException.ThrowIfNegative(options.BatchRows);
        using IDisposable noGradients = no_grad();
        using var walk = new BatchWalk<T>(process, solver, steps, options, observer, job);
        int rows = options.BatchRows > 0 ? Math.Min(options.BatchRows, count) : FirstGuess(count, job.Dimension);
        int evaluations = 0;
        for (int first = 0; first < count;)
        {
            int batch = Math.Min(rows, count - first);
            try
            {
                evaluations = walk.Run(first, batch, count);
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

        return evaluations;
    }

    // A state of 4 M numbers: networks keep some dozens of that size, which a GPU of 8 GB holds.
    private static int FirstGuess(int count, int dimension) => Math.Clamp((4 << 20) / dimension, 1, count);
}
