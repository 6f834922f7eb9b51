using System.Numerics;
using ScoreSde.Cuda.Driver;
using ScoreSde.Cuda.Launching;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Recording;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cuda.Sampling;

/// <summary>
/// The loop in one kernel: the method walks the grid once without numbers, and what it did is carried out for all samples by a kernel that keeps a block of them
/// on its multiprocessor from prior to data. A sample's bits depend neither on the batch nor on the shape of a launch.
/// </summary>
public static class CudaSampler
{
    /// <summary>Draws samples: x ~ N(0, s² I), s the process's prior deviation at the grid's first level, then the solver down the grid.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="model">The model of the noise.</param>
    /// <param name="solver">The method.</param>
    /// <param name="grid">The times.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="seed">Fixes every random number.</param>
    /// <param name="options">Labels, guidance, precision, batches, progress, cancellation.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="CudaMissingException">There is no driver, no card or no compiler.</exception>
    /// <exception cref="NotRecordableException">The method looks at the numbers of its states.</exception>
    /// <exception cref="ArgumentException">The grid visits times outside the model's range, or options do not fit the model.</exception>
    /// <exception cref="NotSupportedException">The model is too large for a block of threads, or T is neither float nor double.</exception>
    /// <exception cref="NonFiniteSampleException">A state became infinite or not a number.</exception>
    /// <exception cref="CudaMemoryException">The device's memory does not suffice for one block.</exception>
    /// <exception cref="CudaException">A call of the driver or of the compiler failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SampleSet<T> Sample<T>(
        IDiffusionProcess process, CudaModel model, ISolver solver, TimeGrid grid, int count, ulong seed, CudaSamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(solver);
        return Sample<T>(CudaDevice.First, process, model, solver, grid, count, seed, options);
    }

    /// <summary>Throws what a run would, where a method cannot be recorded or options do not fit the model; needs no device.</summary>
    /// <exception cref="NotRecordableException">The method looks at the numbers of its states.</exception>
    /// <exception cref="ArgumentException">The grid visits times outside the model's range, or options do not fit the model.</exception>
    public static void Check<T>(IDiffusionProcess process, CudaModel model, ISolver solver, TimeGrid grid, CudaSamplerOptions? options = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(solver);
        model.Check(options ?? new CudaSamplerOptions(), typeof(T) == typeof(double));
        _ = RecordedRun.Of(process, model.Range, model.Dimension, solver, grid, seed: 0);
    }

    /// <summary>The same on any host of the kernel.</summary>
    internal static SampleSet<T> Sample<T>(
        IKernelHost host, IDiffusionProcess process, CudaModel model, ISolver solver, TimeGrid grid, int count, ulong seed, CudaSamplerOptions? options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"The kernel has no numbers of type {typeof(T).Name}.");
        }

        Require.Positive(count);
        options ??= new CudaSamplerOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.FirstSample, nameof(options));
        model.Check(options, typeof(T) == typeof(double));
        var output = new T[Require.Numbers(count, model.Dimension)];
        RecordedRun run = RecordedRun.Of(process, model.Range, model.Dimension, solver, grid, seed);
        host.Enter();
        using var kernelRun = new KernelRun<T>(host, model, run, options);
        kernelRun.Draw(count, output);
        return new SampleSet<T>(output, count, model.Dimension, run.Evaluations * (options.Guidance != 1 ? 2 : 1));
    }
}
