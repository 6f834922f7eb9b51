using System.Numerics;

namespace ScoreSde.States.Kernels;

/// <summary>Row by row: target += weight · (‖numerator‖/‖denominator‖)^power · direction. Sums of squares are in double.</summary>
internal static class NormRatioKernel
{
    public static void Run<T>(Tile<T> target, double weight, Tile<T> direction, Tile<T> numerator, Tile<T> denominator, int power)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < target.Rows; row++)
        {
            double below = SquaredNorm<T>(denominator.Row(row));
            if (below == 0)
            {
                continue;
            }

            double ratio = SquaredNorm<T>(numerator.Row(row)) / below;
            T factor = T.CreateTruncating(weight * (power == 1 ? Math.Sqrt(ratio) : ratio));
            Span<T> result = target.Row(row);
            ReadOnlySpan<T> along = direction.Row(row);
            for (int j = 0; j < result.Length; j++)
            {
                result[j] = T.FusedMultiplyAdd(factor, along[j], result[j]);
            }
        }
    }

    private static double SquaredNorm<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in row)
        {
            double x = double.CreateTruncating(value);
            sum = Math.FusedMultiplyAdd(x, x, sum);
        }

        return sum;
    }
}
