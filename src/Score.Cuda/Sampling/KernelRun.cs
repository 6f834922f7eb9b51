using System.Numerics;
using ScoreSde.Cuda.Launching;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Recording;
using ScoreSde.Sampling;

namespace ScoreSde.Cuda.Sampling;

/// <summary>A recorded run with its model on a host of the kernel: what all launches share.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class KernelRun<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FailureShift = 40;

    private readonly IKernelHost host;
    private readonly CudaModel model;
    private readonly RecordedRun run;
    private readonly CudaSamplerOptions options;
    private readonly List<DeviceArray> arrays = [];
    private readonly KernelArguments shared;
    private readonly KernelSettings settings;

    public KernelRun(IKernelHost host, CudaModel model, RecordedRun run, CudaSamplerOptions options)
    {
        this.host = host;
        this.model = model;
        this.run = run;
        this.options = options;
        settings = model.Settings(options, typeof(T) == typeof(double), run.Slots);
        try
        {
            shared = new KernelArguments
            {
                Tape = Keep<Instruction>(run.Instructions.AsSpan()),
                Instructions = run.Instructions.Length,
                Terms = Keep<Term>(run.Terms.AsSpan()),
                Levels = Keep<T>(model.Levels<T>(options.Precision, run.Levels)),
                Weights = Keep<T>(model.Weights<T>(options.Precision)),
                Halves = Keep<ushort>(model.Halves(options.Precision)),
                Seed = run.Seed,
                Guidance = options.Guidance,
            };
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Draws samples into the output, in as many launches as it takes.</summary>
    /// <exception cref="NonFiniteSampleException">A value was not finite: the first step of the launch's rows, and the first of them.</exception>
    public void Draw(int count, Span<T> output)
    {
        var plan = LaunchPlan.For(settings, count, host.Facts, host.FreeBytes, options);
        IKernel kernel = host.Load(settings, plan.Shape);
        using var samples = DeviceArray.OfBytes(host, (long)plan.Rows * model.Dimension * settings.NumberBytes);
        using var failure = DeviceArray.OfBytes(host, sizeof(long));
        using var labels = DeviceArray.OfBytes(host, settings.Classes > 0 ? (long)plan.Rows * sizeof(int) : 0);
        using var scratch = DeviceArray.OfBytes(host, plan.Shape.StatesShared ? 0 : plan.ScratchBytes(settings));
        for (int first = 0; first < count; first += plan.Rows)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(plan.Rows, count - first);
            if (labels.Bytes > 0)
            {
                labels.Write<int>(Classes(options.FirstSample + first, rows));
            }

            failure.Write<long>([long.MaxValue]);
            kernel.Run(
                shared with
                {
                    Labels = labels.Address,
                    Scratch = scratch.Address,
                    Output = samples.Address,
                    Failure = failure.Address,
                    Rows = rows,
                    FirstSample = options.FirstSample + first,
                },
                plan.Shape.Blocks(rows));
            ThrowIfNotFinite(failure, first);
            samples.Read(output.Slice(first * model.Dimension, rows * model.Dimension));
            options.Progress?.Report((first + rows) / (double)count);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => arrays.ForEach(static array => array.Dispose());

    private nint Keep<TNumber>(ReadOnlySpan<TNumber> values)
        where TNumber : unmanaged
    {
        var array = DeviceArray.Of(host, values);
        arrays.Add(array);
        return array.Address;
    }

    private int[] Classes(long first, int rows)
    {
        var classes = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            classes[i] = model.ClassOf(first + i, options);
        }

        return classes;
    }

    private void ThrowIfNotFinite(DeviceArray failure, int first)
    {
        Span<long> noted = stackalloc long[1];
        failure.Read(noted);
        if (noted[0] != long.MaxValue)
        {
            int step = (int)(noted[0] >> FailureShift);
            long row = noted[0] & ((1L << FailureShift) - 1);
            throw new NonFiniteSampleException(run.Solver, step, run.Times[step], options.FirstSample + first + row);
        }
    }
}
