using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Fitting;

/// <summary>Which solvers, grids and models go together, and when a run starts from too much signal.</summary>
[Trait("Category", "Once")]
public sealed class SolverFitTests
{
    private static readonly VarianceExploding Unit = new(new LinearSchedule(0, 2));

    private readonly Faults faults = new();

    [Theory]
    [InlineData("em", true, true)]
    [InlineData("em:0.5", true, false)]
    [InlineData("em:2", true, false)]
    [InlineData("em:0.5", false, true)]
    [InlineData("ddim", true, true)]
    [InlineData("em:0", true, true)]
    public void A_path_is_of_noise_rate_1(string name, bool onPath, bool goes)
    {
        SolverFit.CheckRate(SolverCatalog.Find(name, faults)! with { OnPath = onPath }, faults);
        Assert.Equal(goes ? [] : new[] { $"Solver '{name}' solves the SDE of noise rate {name[3..]}, whose paths are not those of rate 1 that --path compares with." }, Told());
    }

    /// <summary>A path tells times apart that are 2⁻³¹ from each other, a step's ends where they are twice that: 9.31 · 10⁻¹⁰.</summary>
    [Theory]
    [InlineData(9.4e-10, true)]
    [InlineData(9.2e-10, false)]
    public void Times_of_a_path_are_told_apart(double length, bool goes)
    {
        foreach (TimeGrid times in new TimeGrid[] { new("g", 0.5, 0.5 - length, 0), new("g", 0.5, 0.1 + length, 0.1), new("g", 0.5, 0.1, 0.1 - length, 0) })
        {
            var own = new Faults();
            SolverFit.CheckPath(new ToyModel(Unit, 2), Grid(times), 2, own);
            Assert.Equal(goes, own.None);
        }

        SolverFit.CheckPath(new ToyModel(Unit, 2), Grid(new("g", 0.5, 0.5 - length, 0)), 2, faults);
        Assert.Equal(goes ? [] : new[] { "Grid 'g' of 2 steps has times closer than 1e-9, which a Brownian path (--path) does not tell apart." }, Told());
    }

    [Fact]
    public void Times_of_a_path_are_not_looked_at_beside_other_faults()
    {
        faults.Add("Another.");
        SolverFit.CheckPath(new ToyModel(Unit, 2), Grid(new("g", 0.5, 0.5 - 1e-10, 0)), 2, faults);
        Assert.Equal(["Another."], Told());
    }

    [Theory]
    [InlineData("ddim", 1, 1)]
    [InlineData("ddim", 7, 7)]
    [InlineData("heun", 1, 1)]
    [InlineData("heun", 2, 1)]
    [InlineData("heun", 3, 2)]
    [InlineData("heun", 50, 25)]
    [InlineData("pc", 2, 1)]
    [InlineData("pc", 5, 2)]
    [InlineData("pc:2", 3, 1)]
    public void A_budget_holds_so_many_steps(string name, int budget, int steps)
    {
        Assert.Equal(steps, SolverFit.Steps(null, SolverCatalog.Find(name, faults)!, budget, faults));
        Assert.True(faults.None);
    }

    [Theory]
    [InlineData("pc", 1, 2)]
    [InlineData("pc:2", 2, 3)]
    [InlineData("pc:100", 100, 101)]
    public void A_budget_below_one_step_is_told(string name, int budget, int needs)
    {
        Assert.Equal(0, SolverFit.Steps(null, SolverCatalog.Find(name, faults)!, budget, faults));
        Assert.Equal([$"Solver '{name}' needs {needs} evaluations for one step, more than the {budget} allowed."], Told());
    }

    [Fact]
    public void A_grid_from_a_file_has_its_own_number_of_steps()
    {
        Entry<GridRule> file = Grid(new("g", 1, 0.5, 0));
        SolverFit.Check(file, new ToyModel(Unit, 2), 2, faults);
        SolverFit.Check(file, null, 2, faults);
        SolverFit.Check(file, null, 0, faults);
        Assert.True(faults.None);
        SolverFit.Check(file, null, 1, faults);
        SolverFit.Check(file, null, 3, faults);
        Assert.Equal(["Grid 'g' has 2 steps, not 1; 'scoresde grid' makes others.", "Grid 'g' has 2 steps, not 3; 'scoresde grid' makes others."], Told());
    }

    [Fact]
    public void A_grid_from_a_file_visits_times_that_the_model_knows()
    {
        var model = new ToyModel(Unit, 2) { KnownTimes = new(0.25, 0.75) };
        SolverFit.Check(Grid(new("g", 0.75, 0.5, 0.25)), model, 2, faults);
        SolverFit.Check(Grid(new("g", 0.75, 0.25, 0)), model, 2, faults);
        Assert.True(faults.None);
        SolverFit.Check(Grid(new("high", 0.8, 0.78, 0)), model, 2, faults);
        SolverFit.Check(Grid(new("low", 0.75, 0.125, 0.1)), model, 2, faults);
        string[] sentences = [.. new[] { ("high", "0.8"), ("low", "0.125") }.Select(static grid =>
            $"Grid '{grid.Item1}' visits t = {grid.Item2}, but the model was trained at times from 0.25 to 0.75 and knows no other; let its last step go to 0 from there.")];
        Assert.Equal(sentences, Told());
    }

    [Theory]
    [InlineData("balanced", 1_000_000)]
    [InlineData("uniform", 1_000_000)]
    [InlineData("leading", 1000)]
    [InlineData("made", 100)]
    public void A_grid_has_at_most_so_many_steps(string name, int most)
    {
        Entry<GridRule> grid = GridCatalog.Find(name, faults)!;
        SolverFit.Check(grid, new ToyModel(Unit, 2), most, faults);
        SolverFit.Check(grid, null, most, faults);
        Assert.True(faults.None);
        SolverFit.Check(grid, null, most + 1, faults);
        Assert.Equal([$"Grid '{name}' has at most {most} steps, not {most + 1}."], Told());
    }

    [Fact]
    public void A_grid_that_crowds_its_times_is_told_where_there_is_a_model()
    {
        Entry<GridRule> grid = GridCatalog.Find("beta:0.001,0.6", faults)!;
        SolverFit.Check(grid, null, 100, faults);
        SolverFit.Check(grid, new ToyModel(Unit, 2), 0, faults);
        SolverFit.Check(grid, new ToyModel(Unit, 2), 1, faults);
        Assert.True(faults.None);
        SolverFit.Check(grid, new ToyModel(Unit, 2), 100, faults);
        Assert.Equal(["Grid 'beta:0.001,0.6' of 100 steps has times that no double tells apart; take fewer steps, or other numbers after the colon."], Told());
    }

    [Fact]
    public void A_solver_that_refuses_a_model_is_told_with_its_reason()
    {
        Model gaussian = ModelCatalog.Find(new ModelWords("gaussian", null, null, null), faults)!;
        SolverFit.Check(gaussian, SolverCatalog.Find("heun", faults)!, faults);
        SolverFit.Check(gaussian, SolverCatalog.Find("ddpm-jacobian", faults)!, faults);
        Assert.True(faults.None);
        SolverFit.Check(gaussian, SolverCatalog.Find("ddpm-learned", faults)!, faults);
        SolverFit.Check(gaussian, SolverCatalog.Find("pc-snr", faults)!, faults);
        Assert.Collection(
            Told(),
            static one => Assert.StartsWith("Solver 'ddpm-learned' does not suit model 'gaussian': The model learned no variance of reverse steps; train --learn-variance makes one that does.", one, StringComparison.Ordinal),
            static one => Assert.StartsWith("Solver 'pc-snr' does not suit model 'gaussian': The signal-to-noise corrector needs 3 dimensions or more", one, StringComparison.Ordinal));
    }

    [Fact]
    public void Products_with_the_Jacobian_are_evaluations_too()
    {
        NamedSolver jacobian = SolverCatalog.Find("ddpm-jacobian", faults)!;
        Model gaussian = ModelCatalog.Find(new ModelWords("gaussian", null, null, null), faults)!;
        Assert.Equal(jacobian.Facts, SolverFit.FactsOn(null, jacobian));

        // An evaluation and two products in each step but the last, which has one evaluation.
        Assert.Equal(49, SolverFit.FactsOn(gaussian, jacobian).Evaluations(17, endsAtZero: true));
        NamedSolver plain = SolverCatalog.Find("heun", faults)!;
        Assert.Same(plain.Facts, SolverFit.FactsOn(gaussian, plain));
    }

    /// <summary>A network's data is of unit size: at σ = s t beside α = 1 its signal is 1/(s t).</summary>
    [Theory]
    [InlineData(19.9, 0.5, true)]
    [InlineData(20.1, 0.5, false)]
    [InlineData(5, 0.999, true)]
    [InlineData(5, 1, false)]
    public void Too_much_signal_at_a_start_below_a_network_s_last_time_is_told(double scale, double start, bool isTold)
    {
        string talk = Warned(new ToyModel(new VarianceExploding(new LinearSchedule(0, 2 * scale * scale)), 2), start);
        if (!isTold)
        {
            Assert.Empty(talk);
            return;
        }

        Assert.StartsWith("scoresde: Warning: ve (linear:0,", talk, StringComparison.Ordinal);
        Assert.EndsWith($" at t = {FormattableString.Invariant($"{start}")}, but sampling starts there from noise alone: expect an error of that size.\n", talk, StringComparison.Ordinal);
    }

    /// <summary>N(0, 9 I) under σ(1) = 6: 3/6 of signal, a law known exactly, judged at its last time too. Of 512 numbers the size is within a tenth of 3.</summary>
    [Fact]
    public void Too_much_signal_of_a_law_is_told_by_its_size()
    {
        var law = new GaussianMixture([Gaussian.Isotropic([0, 0], 9)], [1]);
        string talk = Warned(new MixtureModel("wide", law, new VarianceExploding(new LinearSchedule(0, 72))), 1);
        Assert.Matches(@"^scoresde: Warning: ve \(linear:0,72\) leaves (4[5-9]|5[0-5]) ?% of signal beside the noise at t = 1, but sampling starts from noise alone: expect an error of that size\.\n$", talk);
        Assert.Empty(Warned(new MixtureModel("wide", law, new VarianceExploding(new LinearSchedule(0, 2 * 40 * 40))), 1));
    }

    private static string Warned(Model model, double start)
    {
        using var talk = new StringWriter { NewLine = "\n" };
        PriorWarning.Write(model, start, new Terminal(TextWriter.Null, talk));
        return talk.ToString();
    }

    private static Entry<GridRule> Grid(TimeGrid times) => new(times.Name, "times", new GridRule(times));

    private string[] Told() => faults.None ? [] : [.. Assert.Throws<UsageException>(faults.ThrowIfAny).Faults];
}
