using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Processes;
using ScoreSde.Scores.Kernels;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>ε(x, t) = −σ ∇ log p_t(x) of a mixture and its Jacobian −σ ∇² log p_t(x), in the tile's element type.</summary>
internal sealed class ExactScore<T> : IDifferentiableScore<Tile<T>>, IJacobianDiagonal<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One sample alone fills but one lane: wider vectors only carry zeros.
    private static readonly LaneWidth WidthOfOneRow = (LaneWidth)Math.Min((int)LaneDispatch.Widest, (int)LaneWidth.Bits128);

    private readonly LevelCache<MixtureTable<T>> tables;
    private readonly PassingTables<T> passing;

    public ExactScore(GaussianMixture mixture)
    {
        Dimension = mixture.Dimension;
        tables = new LevelCache<MixtureTable<T>>(level => new MixtureTable<T>(mixture.At(level), mixture.Dimension));
        passing = new PassingTables<T>(mixture);
    }

    public int Dimension { get; }

    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        if (x.Rows > 1)
        {
            Evaluate(tables.Get(level), x, epsilon, LaneDispatch.Widest);
            return;
        }

        // A tile of one sample is how a method with steps of each sample's own asks: its levels do not come again.
        PassingTable<T> own = passing.Take(level);
        Evaluate(own.At(level), x, epsilon, WidthOfOneRow);
        passing.Return(own);
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

    private static void Evaluate(MixtureTable<T> table, Tile<T> x, Tile<T> epsilon, LaneWidth width)
    {
        if (table.Common is { } common)
        {
            var simple = new CommonVarianceKernel(common, MemoryMarshal.Cast<T, float>(x.Values), MemoryMarshal.Cast<T, float>(epsilon.Values));
            LaneDispatch.Run<float, CommonVarianceKernel>(ref simple, width);
            return;
        }

        if (PlaneMixtureKernel<T>.Fits(table))
        {
            var plane = new PlaneMixtureKernel<T>(table, x.Values, epsilon.Values);
            LaneDispatch.Run<T, PlaneMixtureKernel<T>>(ref plane, width);
            return;
        }

        var kernel = new MixtureKernel<T>(table, x.Values, epsilon.Values);
        LaneDispatch.Run<T, MixtureKernel<T>>(ref kernel, width);
    }
}
