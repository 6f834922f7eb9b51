using System.Numerics;

namespace ScoreSde.Scores.Kernels;

/// <summary>A mixture laid flat for kernels whose rows have noise levels of their own.</summary>
internal sealed class MixtureParameters<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public MixtureParameters(GaussianMixture mixture)
    {
        Dimension = mixture.Dimension;
        Components = mixture.Components.Count;
        Means = [.. mixture.Components.SelectMany(static component => component.Mean)];
        Eigenvalues = [.. mixture.Components.SelectMany(static component => component.Eigenvalues)];
        LogWeights = [.. mixture.Weights.Select(static weight => Math.Log(weight))];
        BinaryLogWeights = [.. mixture.Weights.Select(static weight => (float)double.Log2(weight))];
        Directions = [.. mixture.Components.Select(static component =>
            component.Eigenvectors is { } q ? Array.ConvertAll(q, T.CreateTruncating) : null)];
        IsCommon = CommonVariance.Fits<T>(mixture);
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>How many components.</summary>
    public int Components { get; }

    /// <summary>m, [component, coordinate].</summary>
    public double[] Means { get; }

    /// <summary>v, [component, direction].</summary>
    public double[] Eigenvalues { get; }

    /// <summary>ln w.</summary>
    public double[] LogWeights { get; }

    /// <summary>log₂ w.</summary>
    public float[] BinaryLogWeights { get; }

    /// <summary>Q_k by columns, null for the identity.</summary>
    public T[]?[] Directions { get; }

    /// <summary>Whether the kernel for one variance takes it.</summary>
    public bool IsCommon { get; }
}
