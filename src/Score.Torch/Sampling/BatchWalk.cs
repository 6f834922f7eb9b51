using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Sampling;

/// <summary>Takes batches down a grid; keeps space and stepper from batch to batch while the size stays.</summary>
/// <remarks>
/// Whether all is finite is asked after the last step alone, since each question waits for the device: what is once not finite stays so.
/// The batch is then walked again with a question after each step, to name the first.
/// </remarks>
internal sealed class BatchWalk<T>(
    IDiffusionProcess process, IScoreFunction<Tensor> score, ISolver solver, GridStep[] steps, ulong seed, TorchSamplerOptions options)
    : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CountingScore<Tensor> counted = new(score);
    private TorchSpace? space;
    private IStepper<Tensor>? stepper;
    private Tensor? x;

    /// <summary>Draws a batch into the output and returns how often the score was asked.</summary>
    public int Run(int first, int rows, int count, Span<T> output)
    {
        Prepare(rows);
        (score as IBatchScore)?.Prepare([.. steps.Select(step => step.From), .. steps.Skip(steps.Length - 1).Select(step => step.To)]);
        if (!TryWalk(first, count, asksEachStep: false))
        {
            TryWalk(first, count, asksEachStep: true);
        }

        using Tensor here = x!.cpu();
        MemoryMarshal.Cast<byte, T>(here.bytes).CopyTo(output);
        return counted.Evaluations;
    }

    /// <summary>Gives back what the batches were walked with.</summary>
    public void Dispose()
    {
        space?.Dispose();
        x?.Dispose();
        (space, stepper, x) = (null, null, null);
    }

    private void Prepare(int rows)
    {
        if (space?.Rows == rows)
        {
            return;
        }

        Dispose();
        ScalarType type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
        space = new TorchSpace(rows, score.Dimension, type, options.Device, options.Noise);
        stepper = solver.CreateStepper(new Problem<Tensor>(process, counted, space));
        x = space.Allocate();
    }

    // False where a value was not finite and the question came too late to name the step.
    private bool TryWalk(int first, int count, bool asksEachStep)
    {
        long sample = options.FirstSample + first;
        space!.MoveTo(sample);
        space.Expect(steps.Length);
        (score as IBatchScore)?.MoveTo(sample, space.Rows);
        counted.Reset();
        space.FillNormal(x!, process.PriorDeviationAt(steps[0].From), new NoiseKey(seed, 0, NoisePurpose.Prior));
        foreach (ref readonly GridStep step in steps.AsSpan())
        {
            stepper!.Step(x!, in step);
            bool last = step.Index == steps.Length - 1;
            if ((asksEachStep || last) && FirstNotFinite(x!) is long row and >= 0)
            {
                return asksEachStep ? throw new NonFiniteSampleException(solver.Facts.Name, step.Index, step.To.Time, sample + row) : false;
            }

            options.Progress?.Report((first + (space.Rows * (step.Index + 1.0) / steps.Length)) / count);
            options.Cancellation.ThrowIfCancellationRequested();
        }

        return true;
    }

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
