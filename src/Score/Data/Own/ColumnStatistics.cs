using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>Mean and standard deviation of each column in double, by two passes, without squares that could overflow.</summary>
internal static class ColumnStatistics
{
    // Double has 53 bits; a spread of fewer than 2⁸ steps of its numbers is coarse.
    private const double Coarse = 1.0 / (1L << 45);

    /// <summary>The units in which each column has mean 0 and deviation 1; a column that never changes keeps its unit.</summary>
    public static ColumnUnits Of(NumberArray numbers, int dimension)
    {
        int rows = numbers.Count / dimension;
        var means = new double[dimension];
        double[] least = [.. Enumerable.Repeat(double.PositiveInfinity, dimension)];
        double[] most = [.. Enumerable.Repeat(double.NegativeInfinity, dimension)];
        ForEach(numbers, dimension, (j, value) =>
        {
            means[j] += value / rows;
            least[j] = Math.Min(least[j], value);
            most[j] = Math.Max(most[j], value);
        });

        // What rounding left of the mean: far from zero it is most of the error.
        var rest = new double[dimension];
        ForEach(numbers, dimension, (j, value) => rest[j] += (value - means[j]) / rows);
        var squares = new double[dimension];
        ForEach(numbers, dimension, (j, value) =>
        {
            double share = most[j] > least[j] ? (value - means[j] - rest[j]) / (most[j] - least[j]) : 0;
            squares[j] += share * share / rows;
        });
        return new(
            [.. means.Select((mean, j) => most[j] > least[j] ? mean + rest[j] : least[j])],
            [.. squares.Select((square, j) => square > 0 ? (most[j] - least[j]) * Math.Sqrt(square) : 1)]);
    }

    /// <summary>A sentence about the first column whose spread the file's own numbers hardly tell apart, or null.</summary>
    public static string? Remark(ColumnUnits units)
    {
        for (int j = 0; j < units.Shift.Count; j++)
        {
            if (units.Scale[j] < Coarse * Math.Abs(units.Shift[j]) && units.Scale[j] != 1)
            {
                return $"Column {j} varies by {units.Scale[j]:G3} around {units.Shift[j]:G6}, which numbers of 64 bits hardly tell apart; subtract the common part first.";
            }
        }

        return null;
    }

    private static void ForEach(NumberArray numbers, int dimension, Action<int, double> visit)
    {
        int column = 0;
        for (int i = 0; i < numbers.Count; i++)
        {
            visit(column, numbers[i]);
            column = column + 1 == dimension ? 0 : column + 1;
        }
    }
}
