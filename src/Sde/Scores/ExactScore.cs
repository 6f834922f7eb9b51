using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Processes;
using ScoreSde.Scores.Kernels;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>ε(x, t) = −σ ∇ log p_t(x) of a mixture and its Jacobian −σ ∇² log p_t(x), in the tile's element type.</summary>
internal sealed class ExactScore<T> : IDifferentiableScore<Tile<T>>, IJacobianDiagonal<Tile<T>>, IRowwiseScore<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly LaneWidth Narrow = (LaneWidth)Math.Min((int)LaneDispatch.Widest, (int)LaneWidth.Bits128);
    private readonly LevelCache<MixtureTable<T>> tables;
    private readonly MixtureParameters<T> parameters;
    private readonly IsotropicMixture<T>? isotropic;
    private readonly T[] mean;

    public ExactScore(GaussianMixture mixture)
    {
        Dimension = mixture.Dimension;
        mean = [.. mixture.Mean.Select(T.CreateTruncating)];
        tables = new LevelCache<MixtureTable<T>>(level => new MixtureTable<T>(new MixtureAtLevel(mixture, level), mixture.Dimension), 2L * mixture.Dimension * mixture.Components.Count);
        parameters = new MixtureParameters<T>(mixture);
        isotropic = IsotropicMixture<T>.Fits(mixture) ? new IsotropicMixture<T>(mixture) : null;
    }

    public int Dimension { get; }

    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        if (level.IsPureNoise)
        {
            for (int row = 0; row < x.Rows; row++)
            {
                mean.CopyTo(epsilon.Row(row));
            }

            return;
        }

        // A tile of one sample is how levels are asked for that do not come again: no table is kept of them.
        if (x.Rows == 1)
        {
            Evaluate(x.Values, new ReadOnlySpan<NoiseLevel>(in level), epsilon.Values);
            return;
        }

        if (parameters is MixtureParameters<float> { IsCommon: true } floats)
        {
            var common = new CommonVariance(floats, level, stackalloc float[CommonVariance.PerComponent * floats.Components]);
            var simple = new CommonVarianceKernel(common, MemoryMarshal.Cast<T, float>(x.Values), MemoryMarshal.Cast<T, float>(epsilon.Values));
            LaneDispatch.Run<float, CommonVarianceKernel>(ref simple);
            return;
        }

        if (isotropic is not null)
        {
            var many = new IsotropicKernel<T>(isotropic, x.Values, new ReadOnlySpan<NoiseLevel>(in level), epsilon.Values);
            LaneDispatch.Run<T, IsotropicKernel<T>>(ref many);
            return;
        }

        MixtureTable<T> table = tables.Get(level);

        if (PlaneMixtureKernel<T>.Fits(table))
        {
            var plane = new PlaneMixtureKernel<T>(table, x.Values, epsilon.Values);
            LaneDispatch.Run<T, PlaneMixtureKernel<T>>(ref plane);
            return;
        }

        var kernel = new MixtureKernel<T>(table, x.Values, epsilon.Values);
        LaneDispatch.Run<T, MixtureKernel<T>>(ref kernel);
    }

    public void Evaluate(Tile<T> x, ReadOnlySpan<NoiseLevel> levels, ReadOnlySpan<long> samples, Tile<T> epsilon)
    {
        Evaluate(x.Values, levels, epsilon.Values);
        for (int row = 0; row < levels.Length; row++)
        {
            if (levels[row].IsPureNoise)
            {
                mean.CopyTo(epsilon.Row(row));
            }
        }
    }

    public bool TryDiagonal(Tile<T> x, NoiseLevel level, Tile<T> diagonal)
    {
        var kernel = new MixtureDiagonalKernel<T>(tables.Get(level), x.Values, diagonal.Values);
        LaneDispatch.Run<T, MixtureDiagonalKernel<T>>(ref kernel);
        return true;
    }

    public void TransposedJacobianProduct(Tile<T> x, NoiseLevel level, Tile<T> cotangent, Tile<T> product)
    {
        var kernel = new MixtureJacobianKernel<T>(tables.Get(level), x.Values, cotangent.Values, product.Values);
        LaneDispatch.Run<T, MixtureJacobianKernel<T>>(ref kernel);
    }

    private void Evaluate(ReadOnlySpan<T> x, ReadOnlySpan<NoiseLevel> levels, Span<T> epsilon)
    {
        // A few samples do not fill the widest vectors, which then only carry what nobody asked for.
        LaneWidth width = levels.Length > 4 ? LaneDispatch.Widest : Narrow;
        if (parameters is MixtureParameters<float> { IsCommon: true } floats)
        {
            var simple = new OwnLevelsCommonKernel(floats, MemoryMarshal.Cast<T, float>(x), levels, MemoryMarshal.Cast<T, float>(epsilon));
            LaneDispatch.Run<float, OwnLevelsCommonKernel>(ref simple, width);
            return;
        }

        if (isotropic is not null)
        {
            var many = new IsotropicKernel<T>(isotropic, x, levels, epsilon);
            LaneDispatch.Run<T, IsotropicKernel<T>>(ref many, width);
            return;
        }

        var kernel = new OwnLevelsKernel<T>(parameters, x, levels, epsilon);
        LaneDispatch.Run<T, OwnLevelsKernel<T>>(ref kernel, width);
    }
}
