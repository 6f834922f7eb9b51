using System.Numerics;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// A mixture in the plane whose components have one variance c in all directions, for <see cref="CommonVarianceKernel"/>: responsibilities are
/// in proportion to 2ᶻ with z_k = log₂ w_k − ‖x − μ_k‖² log₂e/(2c).
/// </summary>
internal sealed class CommonVariance
{
    private CommonVariance(int components) => Components = new float[3 * components];

    /// <summary>−log₂e/(2c).</summary>
    public float Slope { get; private set; }

    /// <summary>σ/c.</summary>
    public float Scale { get; private set; }

    /// <summary>μ₁, μ₂ and log₂ w (up to a constant) of each component.</summary>
    public float[] Components { get; }

    /// <summary>The table of a mixture that is of this kind, else null. Only float has the kernel.</summary>
    /// <param name="level">The mixture at its level.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="reused">A table of the same mixture that is no longer wanted and is written over.</param>
    public static CommonVariance? Of<T>(MixtureAtLevel level, int dimension, CommonVariance? reused = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) || dimension != 2 || level.Means.Length > CommonVarianceKernel.MostComponents)
        {
            return null;
        }

        double variance = level.Variances[0][0];
        foreach (double[] component in level.Variances)
        {
            if (component[0] != variance || component[1] != variance)
            {
                return null;
            }
        }

        CommonVariance table = reused ?? new CommonVariance(level.Means.Length);
        table.Fill(level, variance);
        return table;
    }

    private void Fill(MixtureAtLevel level, double variance)
    {
        Slope = (float)(-0.5 * double.Log2(double.E) / variance);
        Scale = (float)(level.Sigma / variance);
        for (int k = 0; k < level.Means.Length; k++)
        {
            Components[3 * k] = (float)level.Means[k][0];
            Components[(3 * k) + 1] = (float)level.Means[k][1];
            Components[(3 * k) + 2] = (float)(level.LogFactors[k] * double.Log2(double.E));
        }
    }
}
