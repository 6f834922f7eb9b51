namespace ScoreSde.Verification.Posteriors;

/// <summary>
/// An exact test of ranks that should be uniform on 0 … L: with S_k of n ranks at most k, the statistic is γ = min over k &lt; L of the smaller tail of S_k under
/// Bin(n, (k + 1)/(L + 1)), and p = P(γ of uniform ranks ≤ γ seen), summed over all ways from cell to cell without approximation. Säilynoja, Bürkner and Vehtari 2022,
/// whose simultaneous bands for the ECDF are the S_k with p above a level.
/// </summary>
public static class RankUniformity
{
    // Tails that are equal but for rounding are equal: those of k and of L − 1 − k.
    private const double Alike = 1 + 1e-9;

    /// <summary>p of ranks: P(p ≤ u) ≤ u for uniform ones, with equality at each value that p can have; small ones to all digits.</summary>
    /// <param name="counts">How many ranks are 0, 1, … L; two numbers at least, not all 0.</param>
    public static double PValue(ReadOnlySpan<int> counts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Length, 2, nameof(counts));
        int n = 0;
        foreach (int count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
            n = checked(n + count);
        }

        ArgumentOutOfRangeException.ThrowIfZero(n, nameof(counts));
        int cells = counts.Length;
        double[] factorials = LogFactorials(n);
        double[][] tails = [.. Enumerable.Range(1, cells - 1).Select(k => Tails(n, (double)k / cells, factorials))];
        double seen = double.PositiveInfinity;
        int below = 0;
        for (int k = 0; k < tails.Length; k++)
        {
            below += counts[k];
            seen = Math.Min(seen, tails[k][below]);
        }

        return Outside(tails, seen * Alike, factorials);
    }

    // P(min over k of the tail of S_k ≤ least): S_k − S_{k−1} is binomial of what is left, and the chance of the first k with so small a tail is summed.
    private static double Outside(double[][] tails, double least, double[] factorials)
    {
        int n = factorials.Length - 1;
        var inside = new double[n + 1];
        var steps = new double[n + 1];
        inside[0] = 1;
        double outside = 0;
        for (int k = 0; k < tails.Length; k++)
        {
            var next = new double[n + 1];
            for (int from = 0; from <= n; from++)
            {
                if (inside[from] == 0)
                {
                    continue;
                }

                Probabilities(1.0 / (tails.Length + 1 - k), factorials, steps.AsSpan(0, n - from + 1));
                for (int to = from; to <= n; to++)
                {
                    double mass = inside[from] * steps[to - from];
                    if (tails[k][to] <= least)
                    {
                        outside += mass;
                    }
                    else
                    {
                        next[to] += mass;
                    }
                }
            }

            inside = next;
        }

        return Math.Min(1, outside);
    }

    // min(P(S ≤ s), P(S ≥ s)) of S ~ Bin(n, share), s = 0 … n.
    private static double[] Tails(int n, double share, double[] factorials)
    {
        var probabilities = new double[n + 1];
        Probabilities(share, factorials, probabilities);
        var tails = new double[n + 1];
        double sum = 0;
        for (int s = 0; s <= n; s++)
        {
            tails[s] = sum += probabilities[s];
        }

        sum = 0;
        for (int s = n; s >= 0; s--)
        {
            tails[s] = Math.Min(tails[s], sum += probabilities[s]);
        }

        return tails;
    }

    // Those of Bin(n, share), n one less than there is room for.
    private static void Probabilities(double share, double[] factorials, Span<double> probabilities)
    {
        int n = probabilities.Length - 1;
        (double hit, double miss) = (Math.Log(share), Math.Log(1 - share));
        for (int s = 0; s <= n; s++)
        {
            probabilities[s] = Math.Exp(factorials[n] - factorials[s] - factorials[n - s] + (s * hit) + ((n - s) * miss));
        }
    }

    private static double[] LogFactorials(int n)
    {
        var logs = new double[n + 1];
        for (int i = 2; i <= n; i++)
        {
            logs[i] = logs[i - 1] + Math.Log(i);
        }

        return logs;
    }
}
