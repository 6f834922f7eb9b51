using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Guidance;

public sealed class CfgPlusPlusTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly GaussianMixture Narrow = GaussianMixture.Of(Gaussian.Isotropic([1, 1, 1], 0.25));
    private static readonly GaussianMixture Wide = GaussianMixture.Of(Gaussian.Isotropic([0, 0, 0], 1));
    private static readonly TimeGrid Grid = Grids.Quadratic(8);

    public static TheoryData<ISolver> Taken => [.. Methods];

    private static readonly ISolver[] Methods =
    [
        new Ddim(), new Ddim(Eta: 0.5), new Ddim(Eta: 1), new EulerMaruyama(), new EulerMaruyama(NoiseRate: 0), new ReverseDiffusion(),
        new Ancestral(new ForwardVariance()), new Ancestral(new PosteriorVariance()), new SdeDpmSolverPlusPlus(1, 4),
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public void A_scale_of_nothing_is_the_free_model_and_steps_cost_two(ISolver solver)
    {
        SampleSet<double> renoised = Drawn(new CfgPlusPlus(solver), Guided(new GuidanceRule(0)));
        Assert.Equal(2 * Grid.Steps, renoised.Evaluations);
        Close(Drawn(solver, Wide.Score<double>()).Values, renoised.Values, 1e-12);
    }

    [Fact]
    public void A_step_is_one_of_guidance_with_the_scale_over_one_less_e_to_minus_its_length()
    {
        foreach ((ISolver solver, double rate) in new (ISolver, double)[] { (new Ddim(), 0), (new Ddim(Eta: 1), 1), (new SdeDpmSolverPlusPlus(1, 4), 4), (new SdeDpmSolverPlusPlus(1, 0.3), 0.3) })
        {
            foreach (double to in new[] { 0.5, 0.1, 0 })
            {
                var one = new TimeGrid("one", 0.6, to);
                double weight = 0.4 / (1 - Math.Exp(-(1 + rate) * (Process.At(to).Lambda - Process.At(0.6).Lambda)));
                Close(
                    Drawn(solver, Guided(new GuidanceRule(weight)), one).Values,
                    Drawn(new CfgPlusPlus(solver), Guided(new GuidanceRule(0.4)), one).Values,
                    1e-10);
            }
        }
    }

    [Fact]
    public void From_pure_noise_the_data_of_both_models_are_mixed()
    {
        // At α = 0 x̂₀ is the mean: ½ of 1 and of 0.
        var flow = new RectifiedFlow();
        var one = new TimeGrid("one", 1, 0);
        SampleSet<double> samples = Sampler.Sample(flow, Guided(new GuidanceRule(0.5)), new CfgPlusPlus(new Ddim()), one, 2, 1);
        Close([.. Enumerable.Repeat(0.5, 6)], samples.Values, 1e-12);
        var two = new TimeGrid("two", 1, 0.5);
        double[] begun = Sampler.Sample(flow, Wide.Score<double>(), new Ddim(), two, 2, 1).Values;
        Close([.. begun.Select(static value => value + (0.5 * 0.5))], Sampler.Sample(flow, Guided(new GuidanceRule(0.5)), new CfgPlusPlus(new Ddim()), two, 2, 1).Values, 1e-12);
    }

    [Fact]
    public void Where_guidance_does_not_act_the_conditional_model_steps_alone()
    {
        var none = new GuidanceRule(0.5) { Interval = new(1e8, 1e9) };
        SampleSet<double> samples = Drawn(new CfgPlusPlus(new Ddim()), Guided(none));
        Assert.Equal(Grid.Steps, samples.Evaluations);
        Close(Drawn(new Ddim(), Narrow.Score<double>()).Values, samples.Values, 1e-12);
    }

    [Fact]
    public void Rescaled_noise_tells_the_data_and_the_free_one_renoises()
    {
        var rule = new GuidanceRule(0.6) { Rescale = 0.7 };
        var space = new TileSpace<double>(2, 3);
        (Tile<double> x, Tile<double> guided, Tile<double> free, Tile<double> expected) = (space.Allocate(), space.Allocate(), space.Allocate(), space.Allocate());
        x.Values[0] = 2;
        x.Values[4] = -1;
        ClassifierFreeGuidance<double> score = Guided(rule);
        Assert.True(score.TryEvaluateRenoised(x, Process.At(0.4), guided, free));
        score.Evaluate(x, Process.At(0.4), expected);
        Assert.Equal(expected.Values.ToArray(), guided.Values.ToArray());
        Wide.Score<double>().Evaluate(x, Process.At(0.4), expected);
        Assert.Equal(expected.Values.ToArray(), free.Values.ToArray());
    }

    [Fact]
    public void Methods_that_ask_again_or_remember_and_scores_of_one_model_are_refused()
    {
        foreach (ISolver solver in KnownSolvers.All.Where(static solver => !CfgPlusPlus.Takes(solver)))
        {
            Assert.Contains($"not for {solver.Facts.Name}", Assert.Throws<ArgumentException>(() => new CfgPlusPlus(solver)).Message, StringComparison.Ordinal);
        }

        Assert.All(KnownSolvers.All.Where(CfgPlusPlus.Takes), static solver => Assert.Equal(1, solver.Facts.EvaluationsPerStep));
        Assert.Contains("score of two models", Assert.Throws<ArgumentException>(() => Drawn(new CfgPlusPlus(new Ddim()), Wide.Score<double>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Autoguidance_leads_the_data_away_from_the_guide_by_the_weight()
    {
        NoiseLevel level = Process.At(0.4);
        ClassifierFreeGuidance<double> guided = Autoguidance.Of(Narrow.Score<double>(), Wide.Score<double>(), new GuidanceRule(3));
        double main = Data(Narrow.Score<double>());
        double guide = Data(Wide.Score<double>());
        Assert.Equal(guide + (3 * (main - guide)), Data(guided), 1e-12);
        Assert.Throws<ArgumentException>(() => Autoguidance.Of(Narrow.Score<double>(), GaussianMixture.Of(Gaussian.Isotropic([0], 1)).Score<double>(), new GuidanceRule(3)));

        double Data(IScoreFunction<Tile<double>> score)
        {
            var space = new TileSpace<double>(1, 3);
            (Tile<double> x, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
            x.Values.Fill(0.7);
            score.Evaluate(x, level, epsilon);
            return (0.7 - (level.Deviation * epsilon.Values[0])) / level.MeanScale;
        }
    }

    private static ClassifierFreeGuidance<double> Guided(GuidanceRule rule) => new(Narrow.Score<double>(), Wide.Score<double>(), rule);

    private static SampleSet<double> Drawn(ISolver solver, IScoreFunction<Tile<double>> score, TimeGrid? grid = null) =>
        Sampler.Sample(Process, score, solver, grid ?? Grid, 5, 3);

    private static void Close(double[] expected, double[] found, double tolerance) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance * (1 + Math.Abs(pair.First))));
}
