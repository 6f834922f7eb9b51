using ScoreSde.Cuda.Launching;
using ScoreSde.Cuda.Packing;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cuda.Models;

/// <summary>A perceptron with the weights that it had; what is packed for the kernel is kept.</summary>
internal sealed class PerceptronModel : CudaModel
{
    private readonly MlpSettings settings;
    private readonly Parametrisation prediction;
    private readonly bool knowsUnlabelled;
    private readonly Lazy<PerceptronPacking> exact;
    private readonly Lazy<PerceptronPacking> fragments;
    private readonly Lazy<float[]> floats;
    private readonly Lazy<float[]> floatsOfFragments;
    private readonly Lazy<double[]> doubles;
    private readonly Lazy<ushort[]> halves;
    private readonly Lazy<ushort[]> split;

    public PerceptronModel(MlpSettings settings, double[][] parameters, Parametrisation prediction, bool knowsUnlabelled, TimeRange range)
        : base(settings.Dimension, range)
    {
        if (!Enum.IsDefined(prediction))
        {
            throw new ArgumentOutOfRangeException(nameof(prediction), prediction, "Unknown parametrisation.");
        }

        this.settings = settings;
        this.prediction = prediction;
        this.knowsUnlabelled = knowsUnlabelled;
        exact = new(() => new PerceptronPacking(settings, parameters, KernelSettings.WidthUnit(0)));
        fragments = new(() => new PerceptronPacking(settings, parameters, KernelSettings.WidthUnit(1)));
        floats = new(() => exact.Value.Weights<float>());
        floatsOfFragments = new(() => fragments.Value.Weights<float>());
        doubles = new(() => exact.Value.Weights<double>());
        halves = new(() => fragments.Value.Fragments(split: false));
        split = new(() => fragments.Value.Fragments(split: true));
    }

    public override int Classes => settings.Classes;

    internal override void Check(CudaSamplerOptions options, bool isDouble)
    {
        if (options.LabelOf is not null && Classes == 0)
        {
            throw new ArgumentException("An unconditional network takes no labels.", nameof(options));
        }

        if (Require.Finite(options.Guidance) != 1 && options.LabelOf is null)
        {
            throw new ArgumentException("Guidance needs labels to guide to.", nameof(options));
        }

        if (Classes > 0 && !knowsUnlabelled && (options.Guidance != 1 || options.LabelOf is null))
        {
            throw new ArgumentException(UnlabelledScore.Refusal, nameof(options));
        }

        if (options.Precision != CudaPrecision.Exact && isDouble)
        {
            throw new ArgumentException("Products in bfloat16 are for float samples.", nameof(options));
        }
    }

    internal override int ClassOf(long sample, CudaSamplerOptions options)
    {
        int label = options.LabelOf is { } labelOf ? labelOf(sample) : -1;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, Classes, nameof(options));
        return label >= 0 ? label : knowsUnlabelled ? Classes : throw new InvalidOperationException(UnlabelledScore.Refusal);
    }

    internal override KernelSettings Settings(CudaSamplerOptions options, bool isDouble, int slots) => new(isDouble, Dimension, slots)
    {
        Width = Packing(options.Precision).Width,
        Depth = settings.Depth,
        Classes = Classes,
        IsGuided = options.Guidance != 1,
        Products = options.Precision switch
        {
            CudaPrecision.Exact => 0,
            CudaPrecision.BFloat16 => 1,
            CudaPrecision.BFloat16Times3 => 3,
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Precision, "Unknown precision."),
        },
    };

    internal override T[] Weights<T>(CudaPrecision precision) =>
        (typeof(T) == typeof(double) ? doubles.Value : precision == CudaPrecision.Exact ? floats.Value : (Array)floatsOfFragments.Value) as T[]
        ?? throw new NotSupportedException($"The kernel has no numbers of type {typeof(T).Name}.");

    internal override ushort[] Halves(CudaPrecision precision) => precision switch
    {
        CudaPrecision.BFloat16 => halves.Value,
        CudaPrecision.BFloat16Times3 => split.Value,
        _ => [],
    };

    internal override T[] Levels<T>(CudaPrecision precision, IReadOnlyList<NoiseLevel> levels) => PerceptronLevels.Of<T>(Packing(precision), prediction, levels);

    private PerceptronPacking Packing(CudaPrecision precision) => (precision == CudaPrecision.Exact ? exact : fragments).Value;
}
