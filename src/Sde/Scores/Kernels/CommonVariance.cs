using System.Numerics;
using ScoreSde.Processes;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// A mixture in the plane whose components have one variance c in all directions, at one noise level, for <see cref="CommonVarianceKernel"/>:
/// responsibilities are in proportion to 2ᶻ with z_k = log₂ w_k − ‖x − μ_k‖² log₂e/(2c).
/// </summary>
/// <remarks>Made anew for each evaluation: that costs less than to look one up.</remarks>
internal readonly ref struct CommonVariance
{
    /// <summary>Numbers of a component.</summary>
    public const int PerComponent = 3;

    /// <param name="mixture">One that <see cref="Fits{T}"/>.</param>
    /// <param name="level">The level.</param>
    /// <param name="room">For <see cref="PerComponent"/> numbers a component.</param>
    public CommonVariance(MixtureParameters<float> mixture, NoiseLevel level, Span<float> room)
    {
        double alpha = level.MeanScale;
        double variance = (alpha * alpha * mixture.Eigenvalues[0]) + level.Variance;
        Slope = SlopeOf(variance);
        Scale = ScaleOf(level.Deviation, variance);
        for (int k = 0; k < mixture.Components; k++)
        {
            room[PerComponent * k] = (float)(alpha * mixture.Means[2 * k]);
            room[(PerComponent * k) + 1] = (float)(alpha * mixture.Means[(2 * k) + 1]);
            room[(PerComponent * k) + 2] = mixture.BinaryLogWeights[k];
        }

        Components = room[..(PerComponent * mixture.Components)];
    }

    /// <summary>−log₂e/(2c).</summary>
    public float Slope { get; }

    /// <summary>σ/c.</summary>
    public float Scale { get; }

    /// <summary>μ₁, μ₂ and log₂ w of each component.</summary>
    public ReadOnlySpan<float> Components { get; }

    /// <summary>Whether a mixture is of this kind, whatever the level. Only float has the kernel.</summary>
    public static bool Fits<T>(GaussianMixture mixture)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) && mixture.Dimension == 2 && mixture.Components.Count <= CommonVarianceKernel.MostComponents
            && mixture.HasOneVariance;

    /// <summary>−log₂e/(2c).</summary>
    public static float SlopeOf(double variance) => (float)(-0.5 * double.Log2(double.E) / variance);

    /// <summary>σ/c.</summary>
    public static float ScaleOf(double sigma, double variance) => (float)(sigma / variance);
}
