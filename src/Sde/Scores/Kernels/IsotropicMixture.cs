using System.Numerics;
using ScoreSde.Processes;

namespace ScoreSde.Scores.Kernels;

/// <summary>A mixture whose components have one variance v in all directions, laid out for <see cref="IsotropicKernel{T}"/>: both layouts are filled up with zeros to whole blocks.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class IsotropicMixture<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Components, and coordinates, of a block.</summary>
    public const int Block = 4;

    // Where α is less, x/α would leave the range of T's squares, and what α m adds is far below T's rounding.
    private static readonly double LeastMeanScale = typeof(T) == typeof(float) ? 1e-9 : 1e-100;

    private readonly double variance;

    public IsotropicMixture(GaussianMixture mixture)
    {
        Dimension = mixture.Dimension;
        Components = Whole(mixture.Components.Count);
        Width = Whole(Dimension);
        variance = mixture.Components[0].Eigenvalues[0];
        Interleaved = new T[Components * Dimension];
        Rows = new T[Components * Width];
        LogWeights = new T[Components];
        Array.Fill(LogWeights, T.CreateTruncating(-1e30));
        for (int k = 0; k < mixture.Components.Count; k++)
        {
            LogWeights[k] = T.CreateTruncating(Math.Log(mixture.Weights[k]));
            for (int j = 0; j < Dimension; j++)
            {
                T mean = T.CreateTruncating(mixture.Components[k].Mean[j]);
                Interleaved[(((k / Block * Dimension) + j) * Block) + (k % Block)] = mean;
                Rows[(k * Width) + j] = mean;
            }
        }
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>Components, with those that fill the last block.</summary>
    public int Components { get; }

    /// <summary>Numbers in a row of <see cref="Rows"/>.</summary>
    public int Width { get; }

    /// <summary>m, [block of components, coordinate, component of the block].</summary>
    public T[] Interleaved { get; }

    /// <summary>m, [component, coordinate].</summary>
    public T[] Rows { get; }

    /// <summary>ln w; far below all others where there is no component.</summary>
    public T[] LogWeights { get; }

    /// <summary>Whether a mixture is of this kind, and not small enough for kernels that keep all of it in registers.</summary>
    public static bool Fits(GaussianMixture mixture) =>
        mixture.HasOneVariance && mixture.Components.Count > 1 && (mixture.Dimension > 2 || mixture.Components.Count > CommonVarianceKernel.MostComponents);

    /// <summary>1/α, −α²/2c, σ/c and α at a level; 0 for what has α in it where nothing of the data is left.</summary>
    public (T InverseMeanScale, T Slope, T Scale, T MeanScale) At(NoiseLevel level)
    {
        double alpha = level.MeanScale;
        double c = (alpha * alpha * variance) + level.Variance;
        T scale = T.CreateTruncating(level.Deviation / c);
        return alpha < LeastMeanScale
            ? (T.Zero, T.Zero, scale, T.Zero)
            : (T.CreateTruncating(1 / alpha), T.CreateTruncating(-0.5 * alpha * alpha / c), scale, T.CreateTruncating(alpha));
    }

    private static int Whole(int count) => (count + Block - 1) / Block * Block;
}
