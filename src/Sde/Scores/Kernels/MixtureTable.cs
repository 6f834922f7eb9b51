using System.Numerics;

namespace ScoreSde.Scores.Kernels;

/// <summary>A <see cref="MixtureAtLevel"/> rounded to T and laid flat for the kernel.</summary>
internal sealed class MixtureTable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public MixtureTable(MixtureAtLevel level, int dimension)
    {
        Dimension = dimension;
        Common = CommonVariance.Of<T>(level, dimension);
        Sigma = T.CreateTruncating(level.Sigma);
        LogFactors = Rounded(level.LogFactors);
        Means = Rounded(level.Means.SelectMany(mean => mean));
        Precisions = Rounded(level.Variances.SelectMany(variance => variance.Select(c => 1 / c)));
        Directions = [.. Enumerable.Range(0, LogFactors.Length).Select(k => level.Directions(k) is { } q ? Rounded(q) : null)];
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>What a simpler kernel takes, where one variance is all there is.</summary>
    public CommonVariance? Common { get; }

    /// <summary>σ.</summary>
    public T Sigma { get; }

    /// <summary>ln w_k − ½ Σ ln(2π c_k).</summary>
    public T[] LogFactors { get; }

    /// <summary>μ, [component, coordinate].</summary>
    public T[] Means { get; }

    /// <summary>1/c, [component, direction].</summary>
    public T[] Precisions { get; }

    /// <summary>Q_k by columns, null for the identity.</summary>
    public T[]?[] Directions { get; }

    private static T[] Rounded(IEnumerable<double> values) => [.. values.Select(T.CreateTruncating)];
}
