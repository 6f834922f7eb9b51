using System.Numerics;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cuda;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Sampling;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.TimeGrids;
using ScoreSde.Training;

namespace ScoreSde.Cli.Devices;

/// <summary>Whole runs in one kernel of the first NVIDIA GPU, without libtorch: perceptrons and mixtures.</summary>
internal sealed class FusedCuda : IDevice
{
    private static readonly (string Word, CudaPrecision Precision)[] Precisions =
    [
        ("exact", CudaPrecision.Exact), ("bfloat16", CudaPrecision.BFloat16), ("bfloat16x3", CudaPrecision.BFloat16Times3),
    ];

    /// <summary>The words after <c>--precision</c>.</summary>
    public static IEnumerable<string> PrecisionWords => Precisions.Select(static entry => entry.Word);

    /// <inheritdoc/>
    public string Name => "cuda";

    /// <inheritdoc/>
    public string Engine => DeviceCatalog.Fused;

    /// <inheritdoc/>
    public string Summary => CudaSupport.WhyNot is { } reason
        ? $"one kernel for a whole run, of perceptrons and mixtures; {reason}"
        : $"one kernel for a whole run, of perceptrons and mixtures, on {CudaSupport.DeviceName}";

    /// <inheritdoc/>
    public bool Trains => false;

    /// <inheritdoc/>
    public bool TrainsUNets => false;

    /// <inheritdoc/>
    public void Check(DeviceWords words, Faults faults)
    {
        if (CudaSupport.WhyNot is { } reason)
        {
            faults.Add($"--device cuda: {reason}.");
        }

        if (words.Threads > 0)
        {
            faults.Add("--threads is for --device cpu.");
        }

        if (words.Noise is not null)
        {
            faults.Add("--noise is for libtorch; the kernel makes the CPU's numbers itself.");
        }

        if (words.MixedPrecision && words.Precision is not (null or "bfloat16"))
        {
            faults.Add($"--mixed means --precision bfloat16, which contradicts --precision {words.Precision}.");
        }
    }

    /// <inheritdoc/>
    public void CheckRun(SampleSettings settings, bool isDouble, Faults faults)
    {
        Model model = settings.Output.Model;
        if (model is not (NetworkModel or MixtureModel))
        {
            faults.Add($"Model '{model.Name}' is neither a perceptron nor a mixture, which is all that the kernel of --device cuda knows.");
        }

        if (model is MixtureModel && model.Process.At(1).IsPureNoise)
        {
            faults.Add($"Sampling '{model.Name}' under '{model.Process.Name}' begins at α = 0, where the kernel of --device cuda, which knows the ε of a mixture alone, has no answer; --device cpu and torch have.");
        }

        if (settings.Output.Guidance is { IsPlain: false })
        {
            faults.Add("The kernel of --device cuda guides by a weight alone; an interval, rescaling, CFG++ and a guide are for --device cpu, torch and cuda with --engine torch.");
        }

        CudaPrecision precision = PrecisionOf(settings.Words);
        if (precision != CudaPrecision.Exact && (isDouble || model is not NetworkModel))
        {
            faults.Add("Products in bfloat16 (--precision, --mixed) are for a network and --dtype float.");
        }
    }

    /// <inheritdoc/>
    public SampleSet<T> Sample<T>(SampleSettings settings, TimeGrid grid, Trajectory<T>? trajectory, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T> => Draw<T>(settings, grid, new RowRange(0, settings.Output.CountInMemory), progress, terminal);

    /// <inheritdoc/>
    public int Stream<T>(SampleSettings settings, TimeGrid grid, RowRange rows, ISampleSink<T> sink, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T> => Chunks.Stream(
        rows, settings.Output.Model.Dimension, (chunk, told) => Draw<T>(settings, grid, chunk, told, terminal), sink, progress);

    private static SampleSet<T> Draw<T>(SampleSettings settings, TimeGrid grid, RowRange rows, IProgress<double>? progress, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SampleOutput output = settings.Output;
        CudaModel model = output.Model switch
        {
            NetworkModel trained => CudaModel.Of(trained.Checkpoint),
            MixtureModel mixture => CudaModel.Of(mixture.Law),
            _ => throw new NotSupportedException($"Model '{output.Model.Name}' is neither a perceptron nor a mixture."),
        };
        return CudaSampler.Sample<T>(
            output.Model.Process,
            model,
            settings.Solver.For(output.Model.Moment<T>()),
            grid,
            (int)rows.Count,
            output.Seed,
            new CudaSamplerOptions
            {
                FirstSample = rows.First,
                LabelOf = model.Classes > 0 ? output.LabelOf : null,
                Guidance = output.Guidance?.Rule.Weight ?? 1,
                Precision = PrecisionOf(settings.Words),
                BatchRows = settings.Words.RowsAtOnce ?? 0,
                Progress = progress,
                Cancellation = terminal.Cancellation,
            });
    }

    /// <inheritdoc/>
    public void Train(TrainingState state, DataSet data, TrainSettings run, IProgress<TrainingProgress> progress, Terminal terminal) =>
        throw new NotSupportedException("On a GPU networks are trained by libtorch.");

    /// <inheritdoc/>
    public int TrainUNet(UNetWords shape, TrainingSettings settings, IDiffusionProcess process, TrainSettings run, Terminal terminal) =>
        throw new NotSupportedException("A U-Net is trained on libtorch.");

    /// <inheritdoc/>
    public int? ResumeUNet(TrainSettings run, string source, Terminal terminal) => null;

    /// <inheritdoc/>
    public int? ContinueUNet(TrainSettings run, string source, Func<TrainingSettings, TrainingSettings> settingsOf, Terminal terminal) => null;

    private static CudaPrecision PrecisionOf(DeviceWords words) =>
        Precisions.First(entry => entry.Word == (words.Precision ?? (words.MixedPrecision ? "bfloat16" : "exact"))).Precision;
}
