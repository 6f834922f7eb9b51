namespace ScoreSde.Metrics;

/// <summary>
/// C = RᵀR for a positive semi-definite C of any rank: Cholesky's factor with the largest remaining diagonal as pivot, which stops where
/// only rounding is left. N. Higham, Analysis of the Cholesky decomposition of a semi-definite matrix, 1990.
/// </summary>
internal static class PivotedCholesky
{
    /// <summary>The rows of R, as many as the rank, each of d numbers in the order of C's columns.</summary>
    public static IReadOnlyList<double[]> Factor(double[,] covariance)
    {
        int d = covariance.GetLength(0);
        var rows = new List<double[]>(d);
        var diagonal = new double[d];
        var done = new bool[d];
        for (int j = 0; j < d; j++)
        {
            diagonal[j] = covariance[j, j];
        }

        double rounding = d * (double.BitIncrement(1) - 1) * diagonal.Max();
        while (rows.Count < d && Largest(diagonal, done) is int pivot and >= 0 && diagonal[pivot] > rounding)
        {
            done[pivot] = true;
            double[] row = Rest(covariance, rows, pivot);
            double root = Math.Sqrt(diagonal[pivot]);
            for (int j = 0; j < d; j++)
            {
                row[j] = done[j] ? 0 : row[j] / root;
                diagonal[j] -= row[j] * row[j];
            }

            row[pivot] = root;
            rows.Add(row);
        }

        return rows;
    }

    // The pivot's row of what is left of C when the rows so far are taken away.
    private static double[] Rest(double[,] covariance, List<double[]> rows, int pivot)
    {
        var rest = new double[covariance.GetLength(0)];
        for (int j = 0; j < rest.Length; j++)
        {
            rest[j] = pivot > j ? covariance[pivot, j] : covariance[j, pivot];
        }

        foreach (double[] row in rows)
        {
            ScaledAddition.Add(rest, -row[pivot], row);
        }

        return rest;
    }

    private static int Largest(double[] diagonal, bool[] done)
    {
        int largest = -1;
        for (int j = 0; j < diagonal.Length; j++)
        {
            if (!done[j] && (largest < 0 || diagonal[j] > diagonal[largest]))
            {
                largest = j;
            }
        }

        return largest;
    }
}
