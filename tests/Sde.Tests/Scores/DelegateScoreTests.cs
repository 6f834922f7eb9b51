using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Scores;

/// <summary>A function of one's own is sampled as a score function is, and refused where it cannot fit.</summary>
public sealed class DelegateScoreTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Fact]
    public void A_delegate_gives_the_bits_of_the_score_that_it_calls()
    {
        IScoreFunction<Tile<double>> ring = GaussianMixture.Ring().Score<double>();
        var own = new DelegateScore<double>(2, ring.Evaluate);
        TimeGrid grid = Grids.Quadratic(steps: 8);
        Assert.Equal(
            Sampler.Sample(Process, ring, new Heun(), grid, 300, 1).Values,
            Sampler.Sample(Process, own, new Heun(), grid, 300, 1, new SamplerOptions { Threads = 2, TileRows = 7 }).Values);
    }

    [Fact]
    public void A_delegate_is_asked_within_its_range_alone()
    {
        var own = new DelegateScore<double>(1, static (x, _, epsilon) => x.Values.CopyTo(epsilon.Values), new TimeRange(0.1));
        Assert.Equal(0.1, own.Range.Minimum);
        Assert.Equal(TimeRange.Whole, new DelegateScore<double>(1, static (_, _, _) => { }).Range);
        Assert.Throws<ArgumentException>(() => Sampler.Sample(Process, own, new Heun(), Grids.Uniform(20), 1, 1));
    }

    [Fact]
    public void A_dimension_that_does_not_fit_is_refused()
    {
        Refused.By("dimension", "", static () => new DelegateScore<float>(0, static (_, _, _) => { }));
        Assert.Throws<ArgumentNullException>(static () => new DelegateScore<float>(1, null!));
        Tile<float> x = new TileSpace<float>(3, 2).Allocate();
        var own = new DelegateScore<float>(3, static (_, _, _) => { });
        ArgumentException refusal = Assert.Throws<ArgumentException>("x", () => own.Evaluate(x, Process.At(0.5), x));
        Assert.Contains("takes samples of 3 numbers, not 2", refusal.Message, StringComparison.Ordinal);
    }
}
