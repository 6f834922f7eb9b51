using ScoreSde.Cuda.Launching;
using ScoreSde.Cuda.Packing;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cuda.Models;

/// <summary>The exact ε of a mixture.</summary>
internal sealed class MixtureModel(GaussianMixture mixture) : CudaModel(mixture.Dimension, TimeRange.Whole)
{
    /// <summary>The most dimensions: a thread has a sample's numbers in its registers.</summary>
    public const int MostDimensions = 64;

    public override int Classes => 0;

    internal override void Check(CudaSamplerOptions options, bool isDouble)
    {
        if (Dimension > MostDimensions)
        {
            throw new NotSupportedException($"The kernel takes mixtures of at most {MostDimensions} dimensions, not {Dimension}.");
        }

        if (options.LabelOf is not null || options.Guidance != 1)
        {
            throw new ArgumentException("A mixture takes no labels and no guidance.", nameof(options));
        }

        if (options.Precision != CudaPrecision.Exact)
        {
            throw new ArgumentException("A mixture has no products in bfloat16.", nameof(options));
        }
    }

    internal override int ClassOf(long sample, CudaSamplerOptions options) => 0;

    internal override KernelSettings Settings(CudaSamplerOptions options, bool isDouble, int slots) =>
        new(isDouble, Dimension, slots) { Components = mixture.Components.Count };

    internal override T[] Weights<T>(CudaPrecision precision) => [];

    internal override ushort[] Halves(CudaPrecision precision) => [];

    internal override T[] Levels<T>(CudaPrecision precision, IReadOnlyList<NoiseLevel> levels) => MixtureLevels.Of<T>(mixture, levels);
}
