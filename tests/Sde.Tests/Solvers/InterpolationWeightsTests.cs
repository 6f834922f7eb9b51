using ScoreSde.Solvers;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>Weights of an interpolation through given nodes and 0 integrate every polynomial that the nodes can carry.</summary>
public sealed class InterpolationWeightsTests
{
    [Fact]
    public void Weights_times_powers_of_the_nodes_are_the_moments()
    {
        // Σ_k w_k τ_k^j = ∫ K τ^j for j = 1 … n: what makes the rule exact for τ, …, τⁿ.
        Law.Holds(Reals.Between(-3, -0.2), Reals.Between(0.3, 1.2), Reals.Between(1.5, 4), static (a, b, c) =>
        {
            foreach (double[] nodes in (double[][])[[a], [b, a], [a, c, b]])
            {
                double[] moments = [.. nodes.Select(static (_, j) => Math.Cos(1 + j))];
                var weights = new double[nodes.Length];
                InterpolationWeights.Fill(nodes, moments, weights);
                for (int j = 0; j < nodes.Length; j++)
                {
                    double[] terms = [.. nodes.Select((node, k) => weights[k] * Math.Pow(node, j + 1))];
                    Near.Absolute(moments[j], terms.Sum(), 1e-13 * (1 + terms.Sum(Math.Abs)), $"power {j + 1} of {nodes.Length}");
                }
            }
        });
    }

    [Fact]
    public void The_most_nodes_are_three() => Assert.Equal(3, InterpolationWeights.MostNodes);
}
