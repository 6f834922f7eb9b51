using ScoreSde.Discrete;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Discrete;

/// <summary>What chains are called and what they say when they refuse.</summary>
public sealed class ChainRefusalTests
{
    [Fact]
    public void Names_tell_how_a_table_was_made()
    {
        Assert.Equal("linear:0.01,0.1", DdpmChain.Linear(10, 0.01, 0.1).Name);
        Assert.Equal("cosine", DdpmChain.Cosine(10).Name);
        Assert.Equal("table", DdpmChain.FromBetas([0.1, 0.2]).Name);
        Assert.Equal("linear:0.1,20", DdpmChain.FromSchedule(new LinearSchedule(), 10).Name);
        Assert.Equal("table respaced to 2", DdpmChain.FromBetas([0.1, 0.2, 0.3]).Respace([1, 3]).Name);
        Assert.Equal("mine", DdpmChain.FromBetas([0.1, 0.2], "mine").ToSchedule().Name);
    }

    [Fact]
    public void A_chain_may_end_in_nothing_but_noise_where_formulas_on_the_noise_are_refused()
    {
        DdpmChain chain = DdpmChain.FromBetas([0.1, 0.2, 1]);
        Assert.True(chain.EndsInPureNoise && !DdpmChain.FromBetas([0.1, 0.2]).EndsInPureNoise);
        Assert.Equal((0, 1), (chain.AlphaBar(3), chain.NoiseVariance(3)));
        Assert.Equal(new LinearKernel(0, 0, 1), chain.Forward(3));
        Assert.Equal(new LinearKernel(0, 0, 1), chain.ClosedForm(3));
        LinearKernel posterior = chain.PosteriorFromData(3);
        Assert.Equal(0, posterior.OnState);
        Assert.Equal(Math.Sqrt(0.72), posterior.OnOther, 1e-15);
        Assert.Equal(0.28, posterior.Variance, 1e-15);
        Refused.By("i", "β_3 is 1", () => chain.PosteriorFromNoise(3));
        Refused.By("i", "β_3 is 1", () => chain.ReverseFromScore(3, 1));
        Refused.By("i", "β_3 is 1", () => chain.Reverse(3, ReverseKernel.Beta));
        Refused.By("i", "β_3 is 1", () => chain.Reverse(3, ReverseKernel.NoiseAligned));
        Refused.By("i", "β_3 is 1", () => chain.ReverseVariance(3, ReverseKernel.Optimal));
        Assert.Equal(1, chain.ReverseVariance(3, ReverseKernel.Beta));
        Assert.True(chain.Respace([1, 3]).EndsInPureNoise);
        Assert.True(DdpmChain.FromSchedule(new StraightSchedule(), 4).EndsInPureNoise);
        Refused.By("steps", "β_2 is 1 by rounding", static () => DdpmChain.FromSchedule(new LinearSchedule(1, 200), 2));
    }

    [Fact]
    public void Tables_are_refused_with_the_entry_that_is_wrong()
    {
        Refused.By("betas", "β_2 is 1; every β_i must lie between 0 and 1, the last at most at 1", static () => DdpmChain.FromBetas([0.1, 1, 0.1]));
        Refused.By("betas.Length", "", static () => DdpmChain.FromBetas([]));
        Refused.By("steps", "", static () => DdpmChain.Linear(1));
        Refused.By("steps", "", static () => DdpmChain.Cosine(0));
        Refused.By("steps", "", static () => DdpmChain.ScaledLinear(1));
        Assert.Equal(2, DdpmChain.ScaledLinear(2).Steps);
        Refused.By("offset", "finite and greater than 0", static () => DdpmChain.Cosine(10, double.NaN));
        Refused.By("offset", "finite and greater than 0", static () => DdpmChain.Cosine(10, -0.008));
        Refused.By("steps", "", static () => DdpmChain.FromSchedule(new LinearSchedule(), 0));
        Assert.Equal(2, DdpmChain.Linear(2).Steps);
        Assert.Equal(1, DdpmChain.FromBetas([0.5]).Steps);
    }

    [Fact]
    public void Indices_are_refused_with_the_range_that_holds()
    {
        DdpmChain chain = DdpmChain.Linear(10, 0.01, 0.1);
        foreach (int wrong in new[] { 0, 11, -1 })
        {
            Refused.By("i", "numbered 1 to 10", () => chain.Beta(wrong));
        }

        foreach (int wrong in new[] { 11, -1 })
        {
            Refused.By("i", "run from 0 to 10", () => chain.AlphaBar(wrong));
            Refused.By("i", "run from 0 to 10", () => chain.NoiseVariance(wrong));
            Refused.By("i", "run from 0 to 10", () => chain.TimeOf(wrong));
            Refused.By("i", "run from 0 to 10", () => chain.ClosedForm(wrong));
        }

        Refused.By("indices", "positive and strictly increase", () => chain.Respace([3, 3]));
        Refused.By("indices.Length", "", () => chain.Respace([]));
        Refused.By("i", "numbered 1 to 10", () => chain.Respace([3, 11]));
        Assert.Equal((0, 1), (chain.TimeOf(0), chain.TimeOf(10)));
    }

    [Fact]
    public void Variances_are_refused_by_name_and_range()
    {
        DdpmChain chain = DdpmChain.Linear(10, 0.01, 0.1);
        Refused.By("variance", "finite and not negative", () => chain.ReverseFromScore(3, -1));
        Refused.By("noiseMoment", "must lie in [0, 1]", () => chain.ReverseVariance(3, ReverseKernel.Optimal, -0.1));
        Refused.By("kernel", "Unknown reverse kernel", () => chain.ReverseVariance(3, (ReverseKernel)17));
        Assert.Equal(0, chain.ReverseVariance(3, ReverseKernel.NoiseAligned));
    }
}
