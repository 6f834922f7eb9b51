using ScoreSde.Adaptive;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// The conditions for the order of a Runge–Kutta method, one for each rooted tree: Σ b_i Φ_i(τ) = 1/γ(τ), where a tree is made by joining others at a new root,
/// Φ_i = Π (A Φ(τ_k))_i and γ = |τ| Π γ(τ_k). J. Butcher, Numerical Methods for Ordinary Differential Equations, 2016, §30 and §31.
/// </summary>
internal static class OrderConditions
{
    /// <summary>Every tree of as many nodes as the order has or fewer, with its two sides.</summary>
    /// <param name="tableau">The stages.</param>
    /// <param name="weights">b.</param>
    /// <param name="order">At most 5.</param>
    public static IEnumerable<(string Tree, double Expected, double Measured)> Of(EmbeddedTableau tableau, double[] weights, int order)
    {
        var known = new List<Tree> { new("•", 1, 1, [.. weights.Select(static _ => 1.0)]) };
        for (int size = 2; size <= order; size++)
        {
            known.AddRange([.. Forests(size - 1, known.Count - 1).Select(forest => Joined(forest, size))]);
        }

        return known.Select(tree => (tree.Name, 1 / tree.Density, weights.Zip(tree.Stages, static (b, phi) => b * phi).Sum()));

        // Trees of so many nodes together, the largest place in the list first, so that each forest comes once.
        IEnumerable<Tree[]> Forests(int nodes, int highest)
        {
            if (nodes == 0)
            {
                yield return [];
            }

            for (int k = highest; k >= 0; k--)
            {
                if (known[k].Size <= nodes)
                {
                    foreach (Tree[] rest in Forests(nodes - known[k].Size, k))
                    {
                        yield return [known[k], .. rest];
                    }
                }
            }
        }

        Tree Joined(Tree[] forest, int size) => new(
            $"[{string.Concat(forest.Select(static tree => tree.Name))}]",
            size,
            size * forest.Aggregate(1.0, static (product, tree) => product * tree.Density),
            [.. weights.Select((_, i) => forest.Aggregate(1.0, (product, tree) => product * Sum(i, tree.Stages)))]);

        double Sum(int i, double[] stages)
        {
            double sum = 0;
            for (int j = 0; j < i; j++)
            {
                sum += tableau.Row(i)[j] * stages[j];
            }

            return sum;
        }
    }

    private sealed record Tree(string Name, int Size, double Density, double[] Stages);
}
