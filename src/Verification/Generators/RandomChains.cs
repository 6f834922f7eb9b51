using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Discrete;

namespace ScoreSde.Verification.Generators;

/// <summary>Chains with arbitrary β_i, short enough to look at every index. They shrink by losing steps.</summary>
public static class RandomChains
{
    /// <summary>Two to forty steps, β_i from 1e-5 to 0.9 in any order.</summary>
    public static Arbitrary<DdpmChain> Any { get; } = Arb.From(
        from count in Gen.Choose(2, 40)
        from betas in Gen.ArrayOf(Reals.LogBetween(1e-5, 0.9).Generator, count)
        select DdpmChain.FromBetas(betas),
        Shorter);

    private static IEnumerable<DdpmChain> Shorter(DdpmChain chain)
    {
        double[] betas = [.. Enumerable.Range(1, chain.Steps).Select(chain.Beta)];
        for (int i = 0; i < betas.Length && betas.Length > 2; i++)
        {
            yield return DdpmChain.FromBetas([.. betas[..i], .. betas[(i + 1)..]]);
        }
    }
}
