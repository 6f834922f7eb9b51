namespace ScoreSde.Metrics;

/// <summary>
/// C = RᵀR for a positive semi-definite C of any rank: Cholesky's factor with the largest remaining diagonal as pivot, which stops where
/// only rounding is left. N. Higham, Analysis of the Cholesky decomposition of a semi-definite matrix, 1990.
/// </summary>
internal static class PivotedCholesky
{
    /// <summary>R, [rank, d], its columns in the order of C's.</summary>
    public static double[,] Factor(double[,] covariance)
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
            double root = Math.Sqrt(diagonal[pivot]);
            var row = new double[d];
            done[pivot] = true;
            row[pivot] = root;
            for (int j = 0; j < d; j++)
            {
                if (done[j])
                {
                    continue;
                }

                double rest = pivot > j ? covariance[pivot, j] : covariance[j, pivot];
                foreach (double[] earlier in rows)
                {
                    rest -= earlier[pivot] * earlier[j];
                }

                row[j] = rest / root;
                diagonal[j] -= row[j] * row[j];
            }

            rows.Add(row);
        }

        var factor = new double[rows.Count, d];
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j < d; j++)
            {
                factor[i, j] = rows[i][j];
            }
        }

        return factor;
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
