using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Processes;
using ScoreSde.Scores.Kernels;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>ε(x, t) = −σ ∇ log p_t(x) of a mixture and its Jacobian −σ ∇² log p_t(x), in the tile's element type.</summary>
internal sealed class ExactScore<T> : IDifferentiableScore<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LevelCache<MixtureTable<T>> tables;

    public ExactScore(GaussianMixture mixture)
    {
        Dimension = mixture.Dimension;
        tables = new LevelCache<MixtureTable<T>>(level => new MixtureTable<T>(mixture.At(level), mixture.Dimension));
    }

    public int Dimension { get; }

    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        MixtureTable<T> table = tables.Get(level);
        if (table.Common is { } common)
        {
            var simple = new CommonVarianceKernel(common, MemoryMarshal.Cast<T, float>(x.Values), MemoryMarshal.Cast<T, float>(epsilon.Values));
            LaneDispatch.Run<float, CommonVarianceKernel>(ref simple);
            return;
        }

        if (PlaneMixtureKernel<T>.Fits(table))
        {
            var plane = new PlaneMixtureKernel<T>(table, x.Values, epsilon.Values);
            LaneDispatch.Run<T, PlaneMixtureKernel<T>>(ref plane);
            return;
        }

        var kernel = new MixtureKernel<T>(table, x.Values, epsilon.Values);
        LaneDispatch.Run<T, MixtureKernel<T>>(ref kernel);
    }

    public void TransposedJacobianProduct(Tile<T> x, NoiseLevel level, Tile<T> cotangent, Tile<T> product)
    {
        var kernel = new MixtureJacobianKernel<T>(tables.Get(level), x.Values, cotangent.Values, product.Values);
        LaneDispatch.Run<T, MixtureJacobianKernel<T>>(ref kernel);
    }
}
