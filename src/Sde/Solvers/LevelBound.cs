namespace ScoreSde.Solvers;

/// <summary>
/// How many levels n a step of a multistep method may use: the most for which Σ |w_k| ≤ (2^(n−1) + 1) |Σ w_k|, w_k the weights of the predictions and Σ w_k
/// the integral of a constant. A step that asks for more has outgrown its history, and the oldest level is left out.
/// </summary>
/// <remarks>
/// Σ |w|/|Σ w| is by how much a step can multiply what its predictions do that no polynomial follows. On equal short steps it is that of Adams–Bashforth, 2, 3.67 and
/// 6.67 with two, three and four levels, below the bounds 3, 5 and 9, so a grid that is refined keeps all levels and orders stay. On equal steps in λ of any length two
/// levels are kept, three while (1 + r) h &lt; 2.9. On unequal steps two levels, with x̂₀ taken in the middle of the step, ask for
/// 1 + h/h_prev, so they are kept up to a ratio of 2.
/// </remarks>
internal static class LevelBound
{
    /// <summary>Whether a step bears the weights of the earlier predictions beside that of its start.</summary>
    /// <param name="earlier">The weights of all predictions but that of the step's start.</param>
    /// <param name="whole">What all weights add up to.</param>
    public static bool Bears(ReadOnlySpan<double> earlier, double whole)
    {
        double start = whole;
        double sum = 0;
        foreach (double weight in earlier)
        {
            start -= weight;
            sum += Math.Abs(weight);
        }

        return sum + Math.Abs(start) <= ((1 << earlier.Length) + 1) * Math.Abs(whole);
    }

    /// <summary>
    /// Fills in the <see cref="InterpolationWeights"/> of as many nodes, counted from the first, as the step bears; returns how many these are.
    /// </summary>
    /// <param name="nodes">τ_k, the oldest last.</param>
    /// <param name="moments">∫ K τ^(j+1), as many as nodes or more.</param>
    /// <param name="weights">Room for as many weights.</param>
    /// <param name="whole">∫ K.</param>
    public static int Fill(ReadOnlySpan<double> nodes, ReadOnlySpan<double> moments, Span<double> weights, double whole)
    {
        for (int count = nodes.Length; count > 0; count--)
        {
            InterpolationWeights.Fill(nodes[..count], moments[..count], weights[..count]);
            if (Bears(weights[..count], whole))
            {
                return count;
            }
        }

        return 0;
    }
}
