using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Cli.Calibrating;
using ScoreSde.Cli.Output;
using ScoreSde.Inverse;
using ScoreSde.Tests.ReadBack;
using ScoreSde.Tests.Support;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Tests.Calibrating;

/// <summary>The benchmark with methods of a test's own on its first problem.</summary>
public sealed partial class PosteriorBenchmarkTests : IDisposable
{
    // The step along the misfit's slope is far beyond what any sample survives.
    private static readonly PosteriorMethod Wild = PosteriorMethod.All.Single(static method => method.Name == "dps, ζ = 0.1") with
    {
        Name = "wild",
        Solver = static problem => new DiffusionPosteriorSampling(problem.Measurement, Scale: 1e300),
    };

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_method_that_diverges_is_told_as_such_and_the_others_go_on()
    {
        using var results = new StringWriter { NewLine = "\n" };
        var run = new PosteriorBenchmark(0, 5, 3, 1, 1, new CalibrationFiles(null, folder["r.csv"], null), "scoresde restore --benchmark")
        {
            Methods = [Wild, PosteriorMethod.All[0]],
            Problems = [PosteriorCase.All[0]],
        };
        Assert.Equal(ExitCode.Done, run.Execute(new Terminal(results, TextWriter.Null)));
        var rows = new CsvFile(folder["r.csv"]);
        Assert.Equal(3, rows.Count);
        Assert.Equal(["wild", "exact likelihood", "floor"], Enumerable.Range(0, 3).Select(row => rows[row, "method"]));
        Assert.Equal(["true", "false", "false"], Enumerable.Range(0, 3).Select(row => rows[row, "diverged"]));
        Assert.Equal(["", "0", "10000"], Enumerable.Range(0, 3).Select(row => rows[row, "samples"]));
        Assert.Matches("\n wild +diverged *\n", results.ToString());
        Assert.EndsWith("floor: 10000 draws from the posterior itself.\n", results.ToString(), StringComparison.Ordinal);
    }

    /// <summary>20,000 particles in all, but a hundred samples at least.</summary>
    [Theory]
    [InlineData(150, 133)]
    [InlineData(250, 100)]
    public void More_particles_leave_fewer_samples_and_never_less_than_a_hundred(int particles, int samples)
    {
        var plain = PosteriorMethod.Twisted(2);
        var run = new PosteriorBenchmark(0, 5, particles, 1, 1, new CalibrationFiles(null, folder["r.csv"], null), "scoresde restore --benchmark")
        {
            Methods = [plain],
            Problems = [PosteriorCase.All[2]],
        };
        Assert.Equal(ExitCode.Done, run.Execute(new Terminal(TextWriter.Null, TextWriter.Null)));
        Assert.Equal($"{samples}", new CsvFile(folder["r.csv"])[0, "samples"]);
    }

    [Fact]
    public void A_person_sees_how_many_methods_are_done()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        var run = new PosteriorBenchmark(0, 5, 3, 1, 1, new CalibrationFiles(null, null, null), "scoresde restore --benchmark")
        {
            Methods = [PosteriorMethod.All[0], PosteriorMethod.All[1], Wild],
            Problems = [PosteriorCase.All[0]],
        };
        Assert.Equal(ExitCode.Done, run.Execute(new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, BetweenDrawings = TimeSpan.Zero, Width = 80 }));
        Assert.Equal(["25", "50", "75", "100"], Percentages().Matches(talk.ToString()).Select(static found => found.Groups[1].Value));
    }

    [GeneratedRegex(@"(\d+) %")]
    private static partial Regex Percentages();
}
