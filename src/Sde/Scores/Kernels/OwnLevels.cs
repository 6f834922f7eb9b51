using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;
using ScoreSde.Processes;

namespace ScoreSde.Scores.Kernels;

/// <summary>A table for lanes with noise levels of their own.</summary>
/// <param name="mixture">The mixture.</param>
/// <param name="scratch">At least <see cref="Length"/> vectors.</param>
internal readonly ref struct OwnLevels<T, TLanes>(MixtureParameters<T> mixture, Span<TLanes> scratch) : IComponentTable<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    private readonly Span<TLanes> factors = scratch[..mixture.Components];
    private readonly Span<TLanes> means = scratch.Slice(mixture.Components, mixture.Means.Length);
    private readonly Span<TLanes> precisions = scratch.Slice(mixture.Components + mixture.Means.Length, mixture.Means.Length);

    /// <summary>Vectors in a table.</summary>
    public static int Length(MixtureParameters<T> mixture) => mixture.Components + (2 * mixture.Means.Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes LogFactor(int k) => factors[k];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Mean(int k, int coordinate) => means[(k * mixture.Dimension) + coordinate];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Precision(int k, int direction) => precisions[(k * mixture.Dimension) + direction];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T[]? Directions(int k) => mixture.Directions[k];

    /// <summary>Makes the first lanes those of levels: the numbers of <see cref="MixtureAtLevel"/>, to the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(ReadOnlySpan<NoiseLevel> levels)
    {
        Span<double> alphas = stackalloc double[5 * LaneNumbers.Most];
        Span<double> noises = alphas[LaneNumbers.Most..];
        Span<double> inverses = alphas[(2 * LaneNumbers.Most)..];
        Span<double> logarithms = alphas[(3 * LaneNumbers.Most)..];
        Span<double> halfSums = alphas[(4 * LaneNumbers.Most)..];
        for (int lane = 0; lane < levels.Length; lane++)
        {
            (alphas[lane], noises[lane]) = (levels[lane].MeanScale, levels[lane].Variance);
        }

        double eigenvalue = double.NaN;
        TLanes precision = default;
        for (int k = 0; k < factors.Length; k++)
        {
            halfSums.Clear();
            for (int i = k * mixture.Dimension; i < (k + 1) * mixture.Dimension; i++)
            {
                // Directions and components of one variance share its logarithm.
                if (mixture.Eigenvalues[i] != eigenvalue)
                {
                    eigenvalue = mixture.Eigenvalues[i];
                    for (int lane = 0; lane < levels.Length; lane++)
                    {
                        double c = (alphas[lane] * alphas[lane] * eigenvalue) + noises[lane];
                        (inverses[lane], logarithms[lane]) = (1 / c, Math.Log(2 * Math.PI * c));
                    }

                    precision = LaneNumbers.Scaled<T, TLanes>(1, inverses);
                }

                means[i] = LaneNumbers.Scaled<T, TLanes>(mixture.Means[i], alphas);
                precisions[i] = precision;
                for (int lane = 0; lane < levels.Length; lane++)
                {
                    halfSums[lane] += 0.5 * logarithms[lane];
                }
            }

            factors[k] = LaneNumbers.Subtracted<T, TLanes>(mixture.LogWeights[k], halfSums);
        }
    }
}
