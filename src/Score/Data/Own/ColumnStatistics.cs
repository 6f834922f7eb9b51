using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>Mean and standard deviation of each column in double, by two passes, without squares that could overflow.</summary>
internal static class ColumnStatistics
{
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

    /// <summary>A sentence about the first column whose spread numbers of 64 bits hardly tell, or do not tell at all, or null.</summary>
    public static string? Remark(ColumnUnits units, NumberArray numbers)
    {
        int columns = units.Shift.Count;
        for (int j = 0; j < columns; j++)
        {
            bool isConstant = units.Scale[j] == 1 && IsConstant(numbers, j, columns);
            string? remark = !isConstant ? units.CoarsenessOf(j)
                : numbers.IsRounded && Math.Abs(units.Shift[j]) >= NumberArray.LastWhole
                    ? $"Column {j} is {units.Shift[j]:G17} throughout once its whole numbers are rounded to 64 bits, which lie {units.StepAt(j)} apart there; subtract the common part first."
                    : null;
            if (remark is not null)
            {
                return remark;
            }
        }

        return null;
    }

    private static bool IsConstant(NumberArray numbers, int column, int columns)
    {
        for (int i = column; i < numbers.Count; i += columns)
        {
            if (numbers[i] != numbers[column])
            {
                return false;
            }
        }

        return true;
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
