using System.Text.RegularExpressions;
using ScoreSde.Solvers;

namespace ScoreSde.Tests.Solvers;

/// <summary>Words that a user types or reads: names and titles of every method and of its settings, and why a tableau is none.</summary>
public sealed partial class SolverWordsTests
{
    private static readonly ISolver[] Settings =
    [
        .. KnownSolvers.All,
        new UniPc(1, Corrects: false),
        new UniPc(2, Corrects: false),
        new UniPc(3, Corrects: false),
        new UniPc(1, UniPcBasis.Length),
        new UniPc(3, UniPcBasis.Length),
        new UniPc(3, UniPcBasis.Length, Corrects: false),
        new Ddim(0.5),
    ];

    [Fact]
    public void Every_name_is_one_word_for_the_command_line_and_none_is_used_twice()
    {
        Assert.All(Settings, static solver => Assert.Matches(CommandWord(), solver.Facts.Name));
        Assert.Equal(Settings.Length, Settings.Select(static solver => solver.Facts.Name).Distinct().Count());
    }

    [Fact]
    public void Every_title_begins_with_a_letter_and_every_source_tells_the_year()
    {
        Assert.All(Settings, static solver =>
        {
            Assert.Matches(@"^\p{Lu}|^iPNDM", solver.Facts.Title);
            Assert.Matches(@"\d{4}", solver.Facts.Source);
        });
        Assert.Equal(Settings.Length, Settings.Select(static solver => solver.Facts.Title).Distinct().Count());
    }

    [Theory]
    [InlineData("dpm2", "DPM-Solver-2")]
    [InlineData("dpm3", "DPM-Solver-3")]
    [InlineData("dpmpp-2s", "DPM-Solver++ 2S")]
    [InlineData("dpmpp-2m", "DPM-Solver++ 2M")]
    [InlineData("dpmpp-2m-heun", "DPM-Solver++ 2M, exact slope")]
    [InlineData("dpmpp-3m", "DPM-Solver++ 3M")]
    [InlineData("dpmpp-3m-damped", "DPM-Solver++ 3M, half curvature")]
    [InlineData("unipc-2", "UniPC-2")]
    [InlineData("unipc-2-bh1", "UniPC-2, B = h")]
    [InlineData("unip-3", "UniP-3")]
    [InlineData("unip-3-bh1", "UniP-3, B = h")]
    [InlineData("ipndm", "iPNDM")]
    [InlineData("deis-tab3", "DEIS tAB3")]
    [InlineData("sde-dpmpp-1", "SDE-DPM-Solver++ 1")]
    [InlineData("sde-dpmpp-2m", "SDE-DPM-Solver++ 2M")]
    [InlineData("dpmpp-sde", "DPM-Solver++ SDE")]
    [InlineData("dpmpp-2s-a", "DPM-Solver++ 2S ancestral")]
    [InlineData("seeds-2", "SEEDS-2")]
    [InlineData("stochastic-heun", "Stochastic Heun in t")]
    [InlineData("sra1", "SRA1")]
    [InlineData("shark", "ShARK")]
    [InlineData("kutta3-t", "Kutta's third-order method in t")]
    [InlineData("rk4-t", "Classical Runge–Kutta in t")]
    public void A_name_stands_for_the_method_of_its_title(string name, string title) =>
        Assert.Equal(title, Settings.Single(solver => solver.Facts.Name == name).Facts.Title);

    [Fact]
    public void A_tableau_that_is_none_is_refused_with_its_name_and_the_reason()
    {
        Refused.By("result", "weights of halved must add up to 1", static () => Tableau([[]], [0.5]));
        Refused.By("result", "one for each stage", static () => Tableau([[]], [0.5, 0.5]));
        Refused.By("stages", "Row 1 of halved has 2 entries, not 1", static () => Tableau([[], [0.5, 0.5]], [0.5, 0.5]));
        Refused.By("stages", "Row 0 of halved has 1 entries, not 0", static () => Tableau([[0.5], [0.5]], [0.5, 0.5]));

        static ButcherTableau Tableau(double[][] stages, double[] result) => new("halved", "Halved", 1, "0000", stages, result);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$")]
    private static partial Regex CommandWord();
}
