using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>The noise rate as a function of the level: what is in the band, and that the law stays right whatever it is.</summary>
public sealed class NoiseRateTests
{
    private static readonly NoiseRate Band = new(1.5, lowest: 0.4, highest: 3);

    private static readonly ISolver[] Banded =
    [
        new EulerMaruyama(Band), new SdeDpmSolverPlusPlus(1, Band), new SdeDpmSolverPlusPlus(2, Band), new SdeDpmSolverPlusPlus(3, Band),
        new DpmSolverPlusPlusSde(Band), new StochasticHeun(Band), new StochasticRungeKutta(AreaTableau.Sra1, Band), new SaSolver(1, Band), new SaSolver(3, Band),
    ];

    [Fact]
    public void A_rate_without_a_word_is_one_and_a_number_is_the_same_everywhere()
    {
        var process = new VariancePreserving(new LinearSchedule());
        Assert.Equal(1, default(NoiseRate).Rate);
        Assert.Equal(new NoiseRate(1), default);
        Assert.Equal(new NoiseRate(1).GetHashCode(), default(NoiseRate).GetHashCode());
        NoiseRate number = 0.3;
        Assert.True(number.IsConstant && number.At(process.At(0.5)) == 0.3);
        Assert.NotEqual(number, default);
        Assert.False(Band.IsConstant);
        Assert.Equal([0, 1.5, 0], new[] { 0.1, 1, 10 }.Select(ratio => Band.At(process.AtLambda(-Math.Log(ratio)))));
    }

    [Fact]
    public void Noise_is_drawn_in_the_steps_that_begin_in_the_band_and_in_no_other()
    {
        SolverCase known = SolverCase.Named("vp linear");
        TimeGrid grid = known.Uniform(40);
        int within = grid.Times[..^1].ToArray().Count(t => known.Process.At(t).Ratio is >= 0.4 and <= 3);
        Assert.InRange(within, 3, 37);
        foreach (ISolver solver in Banded.Where(static s => s is EulerMaruyama or SdeDpmSolverPlusPlus or SaSolver))
        {
            Assert.Equal(within, ExactMoments.Map(solver, known.Process, SolverCase.Data, grid).Noise.Count);
        }
    }

    [Fact]
    public void The_law_of_the_data_is_reached_whatever_the_rate()
    {
        // Every rate keeps the marginals, so a band that cuts through the run changes no limit.
        SolverCase known = SolverCase.Named("vp linear");
        foreach (ISolver solver in Banded)
        {
            double Error(int n) => Math.Abs(ExactMoments.Map(solver, known.Process, SolverCase.Data, known.Uniform(n)).Push(known.StartLaw).Variance - known.EndLaw.Variance);
            Assert.True(Error(1024) < 1e-2 * known.EndLaw.Variance, $"{solver.Facts.Name}: {Error(1024):G3}");
            Assert.True(Error(1024) < 0.35 * Error(256), $"{solver.Facts.Name}: {Error(256):G3} to {Error(1024):G3}");
        }
    }

    [Fact]
    public void Without_noise_the_methods_are_those_of_the_flow()
    {
        SolverCase known = SolverCase.Named("vp cosine");
        var score = new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3);
        foreach ((ISolver noisy, ISolver flow) in new (ISolver, ISolver)[]
        {
            (new SdeDpmSolverPlusPlus(3, 0), new DpmSolverPlusPlus3M()),
            (new SaSolver(1, 0, Corrects: false), new Ddim()),
            (new SaSolver(3, 0), new UniPc(3)),
            (new SaSolver(3, 0, Corrects: false), new UniPc(3, Corrects: false)),
            (new SaSolver(2, 0, Corrects: false), new DpmSolverPlusPlus2M(SecondOrderTerm.Heun)),
        })
        {
            double tolerance = noisy is SaSolver { Levels: 3 } ? 2e-2 : 1e-11;
            TileRun.AssertSame(
                TileRun.Values(noisy, known.Process, score, known.Uniform(9)), TileRun.Values(flow, known.Process, score, known.Uniform(9)), tolerance);
        }
    }

    [Fact]
    public void One_level_without_corrector_is_ddpm()
    {
        SolverCase known = SolverCase.Named("vp linear");
        var score = new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3);
        TileRun.AssertSame(
            TileRun.Values(new Ancestral(new PosteriorVariance()), known.Process, score, known.Uniform(9)),
            TileRun.Values(new SaSolver(1, 1, Corrects: false), known.Process, score, known.Uniform(9)),
            1e-11);
    }
}
