using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>What solvers are called, what they quote, and what they say when they refuse.</summary>
public sealed class SolverNameTests
{
    private static readonly IReverseVariance Optimal = new AnalyticVariance(new GaussianNoiseMoment(Gaussian.Isotropic([0], 1)));

    [Fact]
    public void Names_are_those_of_the_command_line()
    {
        (string Name, ISolver Solver)[] known =
        [
            ("em", new EulerMaruyama()),
            ("euler", new EulerMaruyama(NoiseRate: 0)),
            ("reverse-diffusion", new ReverseDiffusion()),
            ("ddpm-beta", new Ancestral(new ForwardVariance())),
            ("ddpm-posterior", new Ancestral(new PosteriorVariance())),
            ("ddpm-analytic", new Ancestral(Optimal)),
            ("ddpm-residual", new Ancestral(new ResidualVariance(new GaussianNoiseMoment(Gaussian.Isotropic([0], 1))))),
            ("ddim", new Ddim()),
            ("ddim-0.5", new Ddim(0.5)),
            ("heun", new Heun()),
            ("heun-churn", new Heun(new Churn(1))),
            ("heun-t", new HeunInTime()),
            ("dpmpp-2m", new DpmSolverPlusPlus2M()),
            ("dpmpp-2m-heun", new DpmSolverPlusPlus2M(SecondOrderTerm.Heun)),
            ("dpmpp-3m", new DpmSolverPlusPlus3M()),
            ("dpmpp-3m-damped", new DpmSolverPlusPlus3M(Damped: true)),
            ("unipc-2", new UniPc(2)),
            ("unipc-2-bh1", new UniPc(2, UniPcBasis.Length)),
            ("unip-3", new UniPc(3, Corrects: false)),
            ("deis-tab2", new DeisAdams(2)),
            ("sde-dpmpp-1", new SdeDpmSolverPlusPlus(1)),
            ("sde-dpmpp-2m", new SdeDpmSolverPlusPlus(2)),
            ("sra1", new StochasticRungeKutta(AreaTableau.Sra1)),
            ("shark", new StochasticRungeKutta(AreaTableau.Shark)),
            ("pc", new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin())),
            ("langevin", new CorrectorOnly(new AnnealedLangevin())),
            ("langevin-snr", new CorrectorOnly(new SignalToNoiseLangevin())),
            ("dpm-v3-3", new DpmSolverV3(3, 0.5)),
            ("pc-snr", new PredictorCorrector(new ReverseDiffusion(), new SignalToNoiseLangevin())),
        ];
        Assert.All(known, static pair => Assert.Equal(pair.Name, pair.Solver.Facts.Name));
        Assert.Equal("ald", new AnnealedLangevin().Name);
    }

    [Fact]
    public void Titles_name_every_part_of_a_method()
    {
        Assert.Equal("DDPM ancestral, variance β", new Ancestral(new ForwardVariance()).Facts.Title);
        Assert.Equal("DDPM ancestral, variance β̃", new Ancestral(new PosteriorVariance()).Facts.Title);
        Assert.Equal("DDPM ancestral, analytic variance", new Ancestral(Optimal).Facts.Title);
        Assert.Equal("DDIM, η = 0.5", new Ddim(0.5).Facts.Title);
        Assert.Equal(
            "Reverse diffusion predictor + annealed Langevin",
            new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin()).Facts.Title);
        Assert.Equal(
            "Reverse diffusion predictor + signal-to-noise Langevin × 2",
            new PredictorCorrector(new ReverseDiffusion(), new SignalToNoiseLangevin(), 2).Facts.Title);
        Assert.Equal("Langevin dynamics alone, annealed Langevin × 5", new CorrectorOnly(new AnnealedLangevin(), 5).Facts.Title);
        Assert.Equal("DPM-Solver-v3, 1 level", new DpmSolverV3(1).Facts.Title);
        Assert.Equal("DPM-Solver-v3, 2 levels, σ_d = 0.5", new DpmSolverV3(2, 0.5).Facts.Title);
        Assert.Matches(@"\d{4}", Optimal.Source);
    }

    [Fact]
    public void Settings_are_refused_by_name_and_range()
    {
        Refused.By("Eta", "must lie in [0, 1]", static () => new Ddim(1.5));
        Refused.By("Amount", "finite and not negative", static () => new Churn(-1));
        Refused.By("NoiseScale", "finite and not negative", static () => new Churn(1, NoiseScale: -1));
        Refused.By("SignalToNoise", "finite and greater than 0", static () => new AnnealedLangevin(0));
        Refused.By("SignalToNoise", "finite and greater than 0", static () => new SignalToNoiseLangevin(-0.1));
        Refused.By("CorrectorSteps", "", static () => new PredictorCorrector(new Ddim(), new AnnealedLangevin(), 0));
        Refused.By("StepsPerLevel", "", static () => new CorrectorOnly(new AnnealedLangevin(), 0));
        Refused.By("Levels", "must lie in [1, 3]", static () => new DpmSolverV3(4));
        Refused.By("DataDeviation", "finite and greater than 0", static () => new DpmSolverV3(2, 0));
    }

    [Fact]
    public void The_signal_to_noise_corrector_needs_three_dimensions()
    {
        var process = new VariancePreserving(new LinearSchedule());
        foreach (int dimension in new[] { 1, 2 })
        {
            var problem = new Problem<Tile<double>>(process, new SmoothNoise(default, dimension), new TileSpace<double>(1, dimension));
            Refused.By(null, "needs 3 dimensions or more", () => new SignalToNoiseLangevin().CreateStepper(problem));
            Refused.By(null, "use the annealed Langevin corrector", () => new SignalToNoiseLangevin().CreateStepper(problem));
        }

        var enough = new Problem<Tile<double>>(process, new SmoothNoise(default, 3), new TileSpace<double>(1, 3));
        Assert.NotNull(new SignalToNoiseLangevin().CreateStepper(enough));
    }
}
