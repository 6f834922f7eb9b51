namespace ScoreSde.Particles;

/// <summary>Which particles go on, told by the logarithms of their weights.</summary>
internal static class Offspring
{
    /// <summary>
    /// counts ← how many of the points (k + u)/P, k = 0 … P − 1, fall into each particle's share of all weights: systematic resampling, P w/Σ w in the mean over u,
    /// and never off by one or more. Carpenter, Clifford and Fearnhead 1999.
    /// </summary>
    /// <param name="logs">ln w, at least one finite.</param>
    /// <param name="uniform">u in [0, 1).</param>
    /// <param name="counts">As long as the weights.</param>
    public static void Count(ReadOnlySpan<double> logs, double uniform, Span<int> counts)
    {
        double largest = Largest(logs, out int heaviest);
        double total = Total(logs, largest);
        double before = 0;
        int given = 0;
        for (int i = 0; i < logs.Length; i++)
        {
            before += Math.Exp(logs[i] - largest) / total;
            int until = Math.Clamp((int)Math.Ceiling((before * logs.Length) - uniform), given, logs.Length);
            counts[i] = until - given;
            given = until;
        }

        // Sums of shares may end a rounding below 1.
        counts[heaviest] += logs.Length - given;
    }

    /// <summary>A particle, in proportion to the weights.</summary>
    /// <param name="logs">ln w, at least one finite.</param>
    /// <param name="uniform">In [0, 1).</param>
    public static int Pick(ReadOnlySpan<double> logs, double uniform)
    {
        double largest = Largest(logs, out int heaviest);
        double left = uniform * Total(logs, largest);
        for (int i = 0; i < logs.Length; i++)
        {
            left -= Math.Exp(logs[i] - largest);
            if (left < 0)
            {
                return i;
            }
        }

        return heaviest;
    }

    private static double Largest(ReadOnlySpan<double> logs, out int index)
    {
        index = 0;
        for (int i = 1; i < logs.Length; i++)
        {
            index = logs[i] > logs[index] ? i : index;
        }

        return logs[index];
    }

    private static double Total(ReadOnlySpan<double> logs, double largest)
    {
        double total = 0;
        foreach (double log in logs)
        {
            total += Math.Exp(log - largest);
        }

        return total;
    }
}
