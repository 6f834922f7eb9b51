using System.Numerics;
using ScoreSde.Lanes;

namespace ScoreSde.States.Kernels;

/// <summary>
/// Row by row: target += weight · (‖numerator‖/‖denominator‖)^power · direction. Squared norms are summed in double, see
/// <see cref="SquaredNorm{T}"/>. Aliasing: the target may be any of the states.
/// </summary>
internal static class NormRatioKernel
{
    public static void Run<T>(Tile<T> target, double weight, Tile<T> direction, Tile<T> numerator, Tile<T> denominator, int power)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < target.Rows; row++)
        {
            double below = Squared<T>(denominator.Row(row));
            if (below == 0)
            {
                continue;
            }

            double ratio = Squared<T>(numerator.Row(row)) / below;
            T factor = T.CreateTruncating(weight * (power == 1 ? Math.Sqrt(ratio) : ratio));
            var addition = new ScaledAddition<T>(target.Row(row), factor, direction.Row(row));
            LaneDispatch.Run<T, ScaledAddition<T>>(ref addition);
        }
    }

    private static double Squared<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var norm = new SquaredNorm<T>(row);
        LaneDispatch.Run<double, SquaredNorm<T>>(ref norm);
        return norm.Value;
    }
}
