using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Discrete;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Discrete;

/// <summary>Chains with arbitrary β_i, short enough to look at every index.</summary>
internal static class RandomChains
{
    public static Arbitrary<DdpmChain> Any { get; } = Arb.From(
        from count in Gen.Choose(2, 40)
        from betas in Gen.ArrayOf(Reals.LogBetween(1e-5, 0.9).Generator, count)
        select DdpmChain.FromBetas(betas));
}
