using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoreSde.Scores.Kernels;

/// <summary>A <see cref="MixtureAtLevel"/> rounded to T and laid flat for the kernel.</summary>
internal sealed class MixtureTable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public MixtureTable(MixtureAtLevel level, int dimension)
    {
        int components = level.LogFactors.Length;
        Dimension = dimension;
        LogFactors = new T[components];
        Means = new T[components * dimension];
        Precisions = new T[components * dimension];
        Directions = new T[components][];
        Sigma = T.CreateTruncating(level.Sigma);
        for (int k = 0; k < components; k++)
        {
            LogFactors[k] = T.CreateTruncating(level.LogFactors[k]);
            Directions[k] = level.Directions(k) is { } q ? Array.ConvertAll(q, T.CreateTruncating) : null;
            for (int i = 0; i < dimension; i++)
            {
                Means[(k * dimension) + i] = T.CreateTruncating(level.Means[k][i]);
                Precisions[(k * dimension) + i] = T.CreateTruncating(1 / level.Variances[k][i]);
            }
        }
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

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
}
