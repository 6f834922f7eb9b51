using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Cuda.Recording;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.States;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Sampling;

/// <summary>Takes batches down a grid; keeps space and stepper from batch to batch while the size stays.</summary>
/// <remarks>
/// Whether all is finite is asked after the last step alone, since each question waits for the device: what is once not finite stays so.
/// The batch is then walked again with a question after each step, to name the first.
/// </remarks>
internal sealed class BatchWalk<T>(
    IDiffusionProcess process, ISolver solver, GridStep[] steps, TorchSamplerOptions options, IStepObserver<T>? observer, BatchJob<T> job)
    : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private IReadOnlyList<NoiseLevel>? levels;
    private TorchSpace? space;
    private IStepper<Tensor>? stepper;
    private Tensor? x;
    private Observed<T>? observed;

    /// <summary>Takes a batch through all steps, hands it over and returns how often the score was asked.</summary>
    public int Run(int first, int rows, int count)
    {
        Prepare(rows);
        job.Told?.Prepare(levels ??= Levels());
        if (!TryWalk(first, count, asksEachStep: false))
        {
            TryWalk(first, count, asksEachStep: true);
        }

        using Tensor here = Settled().cpu();
        job.Finish(MemoryMarshal.Cast<byte, T>(here.bytes), first);
        return job.Counted.Cost;
    }

    /// <summary>Gives back what the batches were walked with.</summary>
    public void Dispose()
    {
        space?.Dispose();
        x?.Dispose();
        (space, stepper, x, observed) = (null, null, null, null);
    }

    private void Prepare(int rows)
    {
        if (space?.Rows == rows)
        {
            return;
        }

        Dispose();
        ScalarType type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        TensorKernels? kernels = options.Kernels ?? (options.OwnKernels ? TensorKernels.For(options.Device, type) : null);
        space = new TorchSpace(rows, job.Dimension, type, options.Device, options.Noise, kernels);

        // Where nothing stands between stepper and count that reads states, these wait until the count is asked.
        space.PutsOff = ReferenceEquals(job.Score, job.Counted);
        job.Counted.Asking = space.Flush;
        stepper = PureNoise.Stepper(solver, new Problem<Tensor>(process, job.Score, space));
        x = space.Allocate();
        observed = observer is null ? null : new Observed<T>(observer, rows, job.Dimension);
    }

    // False where a value was not finite and the question came too late to name the step.
    private bool TryWalk(int first, int count, bool asksEachStep)
    {
        long sample = options.FirstSample + first;
        space!.MoveTo(sample);
        space.Expect(steps.Length);
        job.Told?.MoveTo(sample, space.Rows);
        job.Counted.Reset();
        job.Start(space, x!, first);
        observed?.Started(Settled(), sample, steps[0].From);
        foreach (ref readonly GridStep step in steps.AsSpan())
        {
            stepper!.Step(x!, in step);
            bool last = step.Index == steps.Length - 1;
            if ((asksEachStep || last) && FirstNotFinite(Settled()) is long row and >= 0)
            {
                return asksEachStep ? throw new NonFiniteSampleException(solver.Facts.Name, step.Index, step.To.Time, sample + row) : false;
            }

            observed?.Stepped(Settled(), sample, in step);
            options.Progress?.Report((first + (space.Rows * (step.Index + 1.0) / steps.Length)) / count);
            options.Cancellation.ThrowIfCancellationRequested();
        }

        return true;
    }

    // The batch's states with nothing left that waits.
    private Tensor Settled()
    {
        space!.Flush();
        return x!;
    }

    // At which levels the model will be asked, times between those of the grid included where the method does not look at numbers.
    private IReadOnlyList<NoiseLevel> Levels() =>
        (ReferenceEquals(job.Score, job.Counted) ? RecordedLevels.Of(process, job.Score.Range, job.Dimension, solver, steps) : null)
        ?? [.. steps.Select(step => step.From), .. steps.Skip(steps.Length - 1).Select(step => step.To)];

    private static long FirstNotFinite(Tensor state)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor finite = state.isfinite();
        if (finite.all().item<bool>())
        {
            return -1;
        }

        // Of the smallest, the first: false is less than true.
        return finite.all(1).to(int32).argmin().item<long>();
    }
}
