using System.Numerics;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// A mixture in the plane whose components have one variance c in all directions, for <see cref="CommonVarianceKernel"/>: responsibilities are
/// in proportion to 2ᶻ with z_k = log₂ w_k − ‖x − μ_k‖² log₂e/(2c).
/// </summary>
internal sealed class CommonVariance
{
    /// <summary>log₂e.</summary>
    public static readonly double BitsPerNat = double.Log2(double.E);

    private CommonVariance(MixtureAtLevel level)
    {
        double variance = level.Variances[0][0];
        Slope = SlopeOf(variance);
        Scale = ScaleOf(level.Sigma, variance);
        Components = new float[3 * level.Means.Length];
        for (int k = 0; k < level.Means.Length; k++)
        {
            Components[3 * k] = (float)level.Means[k][0];
            Components[(3 * k) + 1] = (float)level.Means[k][1];
            Components[(3 * k) + 2] = (float)(level.LogFactors[k] * BitsPerNat);
        }
    }

    /// <summary>−log₂e/(2c).</summary>
    public float Slope { get; }

    /// <summary>σ/c.</summary>
    public float Scale { get; }

    /// <summary>μ₁, μ₂ and log₂ w (up to a constant) of each component.</summary>
    public float[] Components { get; }

    /// <summary>Whether a mixture is of this kind, whatever the level. Only float has the kernel.</summary>
    public static bool Fits<T>(GaussianMixture mixture)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) && mixture.Dimension == 2 && mixture.Components.Count <= CommonVarianceKernel.MostComponents
            && mixture.HasOneVariance;

    /// <summary>The table of a mixture that is of this kind, else null.</summary>
    public static CommonVariance? Of<T>(MixtureAtLevel level)
        where T : unmanaged, IFloatingPointIeee754<T> => Fits<T>(level.Mixture) ? new CommonVariance(level) : null;

    /// <summary>−log₂e/(2c).</summary>
    public static float SlopeOf(double variance) => (float)(-0.5 * BitsPerNat / variance);

    /// <summary>σ/c.</summary>
    public static float ScaleOf(double sigma, double variance) => (float)(sigma / variance);
}
