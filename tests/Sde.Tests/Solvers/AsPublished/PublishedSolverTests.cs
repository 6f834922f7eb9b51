using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.References;

namespace ScoreSde.Tests.Solvers.AsPublished;

/// <summary>What other projects' code does differently, as measured figures.</summary>
public sealed class PublishedSolverTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Fact]
    public void None_of_them_is_among_the_shipped_methods_and_all_say_whose_they_are()
    {
        Assert.Empty(PublishedSolvers.All.Select(static solver => solver.Facts.Name).Intersect(KnownSolvers.All.Select(static solver => solver.Facts.Name)));
        Assert.All(PublishedSolvers.All, static solver => Assert.Contains("published-", solver.Facts.Name, StringComparison.Ordinal));
        Assert.All(PublishedSolvers.All, static solver => Assert.Matches(@"\(.+\)", solver.Facts.Title));
    }

    [Fact]
    public void Each_of_them_draws_every_noise_once_by_a_name_of_its_own()
    {
        // The properties noise-names/… hold the shipped methods to it.
        foreach (ISolver solver in PublishedSolvers.All)
        {
            var recorder = new RecordingSpace(new TileSpace<double>(2, 2));
            Tile<double> x = recorder.Allocate();
            x.Values.Fill(0.5);
            GridWalk.Run(
                solver, new Problem<Tile<double>>(Process, GaussianMixture.Ring().Score<double>(), recorder), Grids.Quadratic(30, 0.01), x, seed: 77);
            Assert.Equal(solver.Facts.IsStochastic, recorder.Drawn.Count > 0);
            Assert.Equal(recorder.Drawn.Count, recorder.Drawn.Distinct().Count());
            Assert.All(recorder.Drawn, static key => Assert.True(key.Seed == 77 && key.Purpose != NoisePurpose.Prior));
        }
    }

    [Fact]
    public void Without_their_noises_the_two_dpmpp_sde_are_one()
    {
        // They differ in which noises they draw, not in where the stage lies.
        double[] End(ISolver solver) => Verification.Instruments.TileRun.Values(
            solver, Process, new Verification.Generators.SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3), Grids.Quadratic(5, 0.05), space: static _ => new SilentSpace(new TileSpace<double>(Verification.Instruments.TileRun.Rows, 3)), scale: 0.7);
        double[] expected = End(new DpmSolverPlusPlusSde());
        Assert.All(expected.Zip(End(new KDiffusionDpmSde())), static pair => Near.Relative(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Steps_of_one_over_n_are_right_for_a_thousand_times_and_no_other_number()
    {
        // Their grid: N times from 1 to 1e-3, then one step more, which for N = 1000 ends at 0.
        NormalLaw End(ISolver solver, int n)
        {
            double[] times = [.. Enumerable.Range(0, n).Select(i => 1 + (i / (n - 1.0) * (1e-3 - 1))), 0];
            return ExactMoments.Map(solver, Process, SolverCase.Data, new TimeGrid("score_sde", times)).Push(SolverCase.Data.At(Process.At(1)));
        }

        Near.Relative(End(new EulerMaruyama(), 1000).Variance, End(new ScoreSdeEulerMaruyama(), 1000).Variance, 1e-10);
        double right = End(new EulerMaruyama(), 100).Variance;
        double published = End(new ScoreSdeEulerMaruyama(), 100).Variance;
        Near.Absolute(-0.00464, (published / right) - 1, 1e-5);
    }

    [Fact]
    public void The_corrector_takes_one_minus_beta_of_a_chain_as_long_as_the_run()
    {
        // One correction at t = 1: its noise has variance 2η, η = 2a (rσ)². β_i = 20/N of N steps, against e^(−∫β) of a step 1/N.
        double A(ICorrector corrector, int steps, double time = 1)
        {
            var space = new AffineSpace();
            var x = AffineState.Start();
            var step = new GridStep(0, steps, Process.At(time), Process.At(time - (1.0 / steps)), 0);
            corrector.CreateStepper(new Problem<AffineState>(Process, new AffineScore(space, SolverCase.Data), space))
                .Correct(x, in step, step.Noise(NoisePurpose.Corrector));
            return space.Read(x).NoiseVariance / (4 * 0.16 * 0.16 * step.From.Variance);
        }

        Near.Relative(0.98, A(new ScoreSdeLangevin(), 1000), 1e-9);
        Near.Relative(0.8, A(new ScoreSdeLangevin(), 100), 1e-9);
        Near.Relative(Math.Exp(-Process.Schedule.Integral(0.99, 1)), A(new AnnealedLangevin(), 100), 1e-9);
        Near.Absolute(0.820, A(new AnnealedLangevin(), 100), 5e-4);
        Near.Relative(0.2, A(new ScoreSdeLangevin(), 25), 1e-9);
        Near.Absolute(0.457, A(new AnnealedLangevin(), 25), 5e-4);
        Assert.Equal(0, A(new ScoreSdeLangevin(), 20));
        Assert.Equal(0, A(new ScoreSdeLangevin(), 10));

        // The label is cut off, not rounded: i = ⌊0.5 · 24⌋ = 12 of 0 … 24, and ⌊0.53 · 24⌋ = 12 too.
        Near.Relative(1 - (Process.Schedule.Beta(0.5) / 25), A(new ScoreSdeLangevin(), 25, 0.53), 1e-9);
    }

    [Theory]
    [InlineData("published-diffusers-sde-3m", "sde-dpmpp-2m", "vp linear", 1)]
    [InlineData("published-k-diffusion-sde", "dpmpp-sde", "vp linear", 1)]
    [InlineData("published-k-diffusion-3m-sde", "sde-dpmpp-3m", "ve geometric", 2)]
    public void A_wrong_sign_and_a_forgotten_noise_cost_one_weak_order_and_half_a_curvature_none(string published, string right, string on, int order)
    {
        SolverCase known = SolverCase.Named(on);
        double Order(ISolver solver) => OrderFit.Measure(
            n => ExactMoments.Map(solver, known.Process, SolverCase.Data, known.Uniform(n)).Push(known.StartLaw).Variance - known.EndLaw.Variance,
            coarsest: 256,
            finest: 4096,
            tolerance: 0.05).Order;
        Near.Absolute(order, Order(PublishedSolvers.All.Single(solver => solver.Facts.Name == published)), 0.05);
        Near.Absolute(2, Order(KnownSolvers.All.Single(solver => solver.Facts.Name == right)), 0.05);
    }

    [Fact]
    public void A_last_step_without_one_over_alpha_is_too_small_by_alpha()
    {
        var point = new NormalLaw(1, 0);
        foreach ((double time, double missing) in new[] { (1e-3, 5.5e-5), (0.01, 1.0e-3) })
        {
            var grid = new TimeGrid("end", time, 0);
            Near.Absolute(1, ExactMoments.Map(new Ddim(), Process, point, grid).Shift, 1e-12);
            double published = ExactMoments.Map(new FastSamplingEnd(new Ddim()), Process, point, grid).Shift;
            Near.Absolute(Process.At(time).MeanScale, published, 1e-12);
            Near.Relative(missing, 1 - published, 0.01);
        }
    }

    [Fact]
    public void Labels_of_a_cosine_chain_tell_the_network_more_noise_than_there_is_and_shorter_steps_do_not_cure_it()
    {
        var cosine = new VariancePreserving(new CosineSchedule());
        Assert.Equal((0, 4), (DpmSolverLabels.Dropped(Process), DpmSolverLabels.Dropped(cosine)));
        foreach ((double index, double told) in new[] { (995, 998.996), (497, 498.996), (0, 0.0) })
        {
            Near.Absolute(told, (1000 * DpmSolverLabels.Label(cosine, cosine.At((index + 1) / 1000), 4).Time) - 1, 1e-3);
        }

        var data = new NormalLaw(0.5, 0.09);
        NormalLaw End(ISolver solver, IDiffusionProcess process) =>
            ExactMoments.Map(solver, process, data, new TimeGrid("times", [.. Enumerable.Range(0, 2001).Select(i => 0.995 - (0.99 * i / 2000))]))
                .Push(data.At(process.At(0.995)));
        NormalLaw right = End(new Ddim(), cosine);
        NormalLaw published = End(new DpmSolverLabels(new Ddim()), cosine);
        Near.Absolute(-0.0043, published.Mean - right.Mean, 1e-5);
        Near.Absolute(0.0079, (published.Variance / right.Variance) - 1, 1e-5);
        Assert.Equal(End(new Ddim(), Process), End(new DpmSolverLabels(new Ddim()), Process));
    }

    [Fact]
    public void A_deviation_in_single_precision_is_off_near_the_data_by_what_cancels()
    {
        double Off(double time) => (SinglePrecisionDeviation.Deviation(Process.At(time)) / Process.At(time).Deviation) - 1;
        Near.Absolute(0.00612, Off(1e-5), 1e-5);
        double most = Enumerable.Range(0, 2001).Max(i => Math.Abs(Off(1e-3 * (0.9 + (1e-4 * i)))));
        Assert.InRange(most, 1.3e-4, 1.6e-4);
        Assert.Equal(0, SinglePrecisionDeviation.Deviation(Process.At(2.5e-7)));

        // With the data in one point a step to t = 0 forgets its start but for the share that σ is off by.
        var grid = new TimeGrid("end", 1e-5, 0);
        double slope = ExactMoments.Map(new SinglePrecisionDeviation(new Ddim()), Process, new NormalLaw(0, 0), grid).Slope;
        Near.Relative((1 - (1 / (1 + Off(1e-5)))) / Process.At(1e-5).MeanScale, slope, 1e-9);
        Assert.Throws<ArgumentException>(() => ExactMoments.Map(
            new SinglePrecisionDeviation(new Ddim()), new SubVariancePreserving(new LinearSchedule()), new NormalLaw(0, 0), grid));
    }

    [Fact]
    public void The_eta_of_k_diffusion_is_the_noise_rate_of_its_sde_methods_and_the_eta_of_its_ancestral_ones()
    {
        // sample_dpmpp_2m_sde: x ← (σ_t/σ_s) e^(−ηh) x + …, noise σ_t √(1 − e^(−2ηh)). get_ancestral_step: η √(σ_t² (σ_s² − σ_t²)/σ_s²). Both in x/α.
        NoiseLevel from = Process.At(0.6);
        NoiseLevel to = Process.At(0.4);
        double h = to.Lambda - from.Lambda;
        const double Eta = 0.5;
        double Noise(ISolver solver) => Math.Sqrt(
            ExactMoments.Map(solver, Process, SolverCase.Data, new TimeGrid("one", 0.6, 0.4)).NoiseVariance) / to.MeanScale;
        Near.Relative(to.Ratio * Math.Sqrt(-Math.Exp(-2 * Eta * h) + 1), Noise(new SdeDpmSolverPlusPlus(2, Eta)), 1e-12);
        double ancestral = Eta * to.Ratio * Math.Sqrt(1 - (to.Ratio * to.Ratio / (from.Ratio * from.Ratio)));
        Near.Relative(ancestral, Noise(new Ddim(Eta)), 1e-12);
        Near.Relative(ancestral, Noise(new DpmSolverPlusPlus2SAncestral(Eta)), 1e-12);
    }
}
