using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Solvers;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

/// <summary>What a word for a solver makes: the number behind its colon, what it may be, and where it goes.</summary>
[Trait("Category", "Once")]
public sealed class SolverWordsTests
{
    public static TheoryData<string, ISolver> Numbered => new()
    {
        { "em:0.5", new EulerMaruyama(0.5) },
        { "em", new EulerMaruyama(1.0) },
        { "euler", new EulerMaruyama(0.0) },
        { "ddpm-trace:7", new TraceAncestral(7) },
        { "pc:3", new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin(0.16), 3) },
        { "pc-snr:3", new PredictorCorrector(new ReverseDiffusion(), new SignalToNoiseLangevin(0.16), 3) },
        { "langevin:5", new CorrectorOnly(new AnnealedLangevin(0.4), 5) },
        { "langevin-snr:5", new CorrectorOnly(new SignalToNoiseLangevin(0.16), 5) },
        { "ddim:0.25", new Ddim(0.25) },
        { "heun-churn:30", new Heun(new Churn(30, 0.05, 50)) },
        { "heun-churn", new Heun(new Churn(10, 0.05, 50)) },
        { "unipc-2", new UniPc(2, UniPcBasis.Exponential) },
        { "unipc-2-bh1", new UniPc(2, UniPcBasis.Length) },
        { "dpmpp-2m-heun", new DpmSolverPlusPlus2M(SecondOrderTerm.Heun) },
        { "dpmpp-3m-damped", new DpmSolverPlusPlus3M(true) },
        { "dpm-v3-1:2", new DpmSolverV3(1, 2) },
        { "dpm-v3-2:2", new DpmSolverV3(2, 2) },
        { "dpm-v3-3:2", new DpmSolverV3(3, 2) },
        { "sde-dpmpp-2m:0.5", new SdeDpmSolverPlusPlus(2, 0.5) },
        { "sde-dpmpp-3m:0.5", new SdeDpmSolverPlusPlus(3, 0.5) },
        { "dpmpp-sde:0.5", new DpmSolverPlusPlusSde(0.5) },
        { "dpmpp-2s-a:0.5", new DpmSolverPlusPlus2SAncestral(0.5) },
        { "sa-1:0.5", new SaSolver(1, 0.5) },
        { "sa-2:0.5", new SaSolver(2, 0.5) },
        { "sa-3:0.5", new SaSolver(3, 0.5) },
        { "restart-heun:6", new Restart(new Heun(), 6) },
        { "stochastic-heun:0.5", new StochasticHeun(0.5) },
        { "sra1:0.5", new StochasticRungeKutta(AreaTableau.Sra1, 0.5) },
        { "shark:0.5", new StochasticRungeKutta(AreaTableau.Shark, 0.5) },
        { "DDIM:0.25", new Ddim(0.25) },
    };

    [Theory]
    [MemberData(nameof(Numbered))]
    public void A_word_makes_its_method_with_its_number(string word, ISolver solver)
    {
        var faults = new Faults();
        NamedSolver found = SolverCatalog.Find(word, faults)!;
        Assert.Empty(Told.Of(faults));

        // Texts of records have all their numbers; their facts hold functions, which are never equal.
        Assert.Equal($"{solver}", $"{found.For(UnknownMoment.Instance)}");
        Assert.Equal($"{solver.Facts}", $"{found.Facts}");
    }

    [Theory]
    [InlineData("ddim:0")]
    [InlineData("ddim:1")]
    [InlineData("em:0")]
    [InlineData("em:10")]
    [InlineData("pc:1")]
    [InlineData("pc:100")]
    [InlineData("ddpm-trace:0")]
    [InlineData("ddpm-trace:100")]
    [InlineData("heun-churn:1000")]
    [InlineData("dpm-v3-2:0.001")]
    [InlineData("dpm-v3-2:1000000")]
    public void The_ends_of_a_range_belong_to_it(string word)
    {
        var faults = new Faults();
        Assert.Equal(word, SolverCatalog.Find(word, faults)?.Name);
        Assert.Empty(Told.Of(faults));
    }

    [Theory]
    [InlineData("ddim:1.0001", "η of solver 'ddim' must be a number from 0 to 1, not '1.0001'.")]
    [InlineData("ddim:-0.0001", "η of solver 'ddim' must be a number from 0 to 1, not '-0.0001'.")]
    [InlineData("ddim:NaN", "η of solver 'ddim' must be a number from 0 to 1, not 'NaN'.")]
    [InlineData("ddim:", "η of solver 'ddim' must be a number from 0 to 1, not ''.")]
    [InlineData("ddim:0.5:1", "η of solver 'ddim' must be a number from 0 to 1, not '0.5:1'.")]
    [InlineData("em:10.5", "noise rate of solver 'em' must be a number from 0 to 10, not '10.5'.")]
    [InlineData("pc:0", "corrector steps of solver 'pc' must be a whole number from 1 to 100, not '0'.")]
    [InlineData("pc:101", "corrector steps of solver 'pc' must be a whole number from 1 to 100, not '101'.")]
    [InlineData("pc:1.5", "corrector steps of solver 'pc' must be a whole number from 1 to 100, not '1.5'.")]
    [InlineData("pc-snr:1.5", "corrector steps of solver 'pc-snr' must be a whole number from 1 to 100, not '1.5'.")]
    [InlineData("langevin:1.5", "steps per level of solver 'langevin' must be a whole number from 1 to 100, not '1.5'.")]
    [InlineData("langevin-snr:1.5", "steps per level of solver 'langevin-snr' must be a whole number from 1 to 100, not '1.5'.")]
    [InlineData("ddpm-trace:1.5", "probes of solver 'ddpm-trace' must be a whole number from 0 to 100, not '1.5'.")]
    [InlineData("restart:1.5", "repeats of solver 'restart-heun' must be a whole number from 1 to 100, not '1.5'.")]
    [InlineData("heun:2", "Solver 'heun' takes no number; write 'heun' without ':2'.")]
    public void A_number_that_does_not_fit_is_told(string word, string sentence)
    {
        var faults = new Faults();
        Assert.Null(SolverCatalog.Find(word, faults));
        Assert.Equal([sentence], Told.Of(faults));
    }

    [Fact]
    public void A_number_is_repeated_as_it_is_read_and_none_where_none_was_given()
    {
        Assert.Equal("ddim:0.5", SolverCatalog.Find("ddim:0.500", new Faults())!.Name);
        Assert.Equal("ddim:0", SolverCatalog.Find("ddim:0", new Faults())!.Name);
        Assert.Equal("ddim", SolverCatalog.Find("ddim", new Faults())!.Name);
        Assert.Equal("pc", SolverCatalog.Find("Predictor_Corrector", new Faults())!.Name);
    }

    [Fact]
    public void A_colon_at_the_beginning_has_no_name_before_it()
    {
        var faults = new Faults();
        Assert.Null(SolverCatalog.Find(":0.5", faults));
        Assert.StartsWith("There is no solver ''. Nearest: ", Assert.Single(Told.Of(faults)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_chooses_its_steps_is_told_where_it_is_taken()
    {
        var faults = new Faults();
        Assert.Null(SolverCatalog.Find("dopri5:0.1", faults));
        Assert.Equal(
            ["Solver 'dopri5' chooses its own steps: 'sample --solver dopri5 --rtol R --atol A' and 'compare --solvers dopri5:TOLERANCE' take it, and nothing else does."],
            Told.Of(faults));
    }

    [Fact]
    public void Where_no_model_is_chosen_moments_are_not_to_be_had() =>
        Assert.Throws<InvalidOperationException>(() => UnknownMoment.Instance.At(new Processes.VariancePreserving(new Schedules.LinearSchedule()).At(0.5)));

    [Theory]
    [InlineData("DPM++ 2M", "dpmpp2m")]
    [InlineData("dpm++_2m-SDE", "dpmpp2msde")]
    [InlineData("DDIMScheduler", "ddim")]
    [InlineData("a_scheduler", "a")]
    [InlineData("Scheduler", "scheduler")]
    [InlineData("schedulers", "schedulers")]
    [InlineData("scheduler-a", "schedulera")]
    public void What_is_left_of_a_borrowed_name_is_its_letters(string word, string key) => Assert.Equal(key, BorrowedNames.KeyOf(word));
}
