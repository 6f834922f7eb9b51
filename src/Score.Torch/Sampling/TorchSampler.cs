using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Torch.Sampling;

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
    /// <param name="observer">Sees the states that it looks at, on the host, batch by batch and on this thread.</param>
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
        TorchSamplerOptions? options = null,
        IStepObserver<T>? observer = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.Positive(count);
        options ??= new TorchSamplerOptions();
        int dimension = score.Dimension;
        var output = new T[checked(count * dimension)];
        GridStep[] steps = GridSteps.Down(process, score.Range, grid, seed);
        double deviation = process.PriorDeviationAt(steps[0].From);
        var counted = new CountingScore<Tensor>(score);
        int evaluations = BatchLoop.Run(process, solver, steps, count, options, observer, new BatchJob<T>(
            counted,
            counted,
            score as IBatchScore,
            dimension,
            (space, x, _) => space.FillNormal(x, deviation, new NoiseKey(seed, 0, NoisePurpose.Prior)),
            (values, first) => values.CopyTo(output.AsSpan(first * dimension))));
        return new SampleSet<T>(output, count, dimension, evaluations);
    }
}
