using System.Globalization;
using ScoreSde.Cli;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Solvers on one Brownian path for each sample.</summary>
public sealed class PathTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_step_counts_on_one_path_end_nearer_to_each_other_than_on_independent_noise()
    {
        // On the ring of mixture8 independent samples are 2.8 √2 = 4 apart; on one path of strong order 1 some 1/100.
        double path = Distance(Sample("em", 100, "--path"), Sample("em", 200, "--path"));
        double independent = Distance(Sample("em", 100), Sample("em", 200));
        Assert.InRange(independent, 1, 6);
        Assert.InRange(path, 1e-4, 0.3 * independent);
    }

    [Fact]
    public void Two_methods_on_one_path_end_nearer_the_shorter_their_steps()
    {
        double coarse = Distance(Sample("sde-dpmpp-2m", 50, "--path"), Sample("shark", 50, "--path"));
        double fine = Distance(Sample("sde-dpmpp-2m", 400, "--path"), Sample("shark", 400, "--path"));
        Assert.InRange(fine, 0, 0.5 * coarse);
    }

    /// <summary>
    /// What keeps methods of strong order 1.5 at order 1 on the way to t = 0: the last step draws no noise where the exact path has √(β(0) t₁) of it for each number, for
    /// data that is wide beside it. Of 800 numbers the root mean square has a standard error of 2.5 %.
    /// </summary>
    [Fact]
    [Trait("Category", "Once")]
    public void To_the_clean_end_the_noise_that_the_last_step_leaves_out_is_all_that_is_left()
    {
        ProgramRun.Done(
            "compare", "--model", "gaussian", "--path", "--solvers", "sra1,shark", "--nfe", "255", "--grid", "quadratic", "--count", "400", "--dtype", "double", "--csv", folder["x.csv"]);
        string[][] lines = [.. File.ReadAllLines(folder["x.csv"]).Select(line => line.Replace("\"linear:0.1,20\"", "linear", StringComparison.Ordinal).Split(','))];
        int column = Array.IndexOf(lines[0], "pathDistance");
        double left = Math.Sqrt(2 * 0.1) / 128;
        Assert.All(["sra1", "shark"], solver => Assert.InRange(double.Parse(lines.Single(line => line[7] == solver)[column], CultureInfo.InvariantCulture), 0.89 * left, 1.11 * left));
    }

    [Fact]
    public void A_comparison_on_one_path_measures_the_distance_to_the_exact_solution()
    {
        ProgramRun.Done(
            "compare", "--model", "gaussian", "--path", "--solvers", "em,shark", "--nfe", "32,128", "--count", "100", "--dtype", "double", "--csv", folder["x.csv"]);
        string[][] lines = [.. File.ReadAllLines(folder["x.csv"]).Select(line => line.Replace("\"linear:0.1,20\"", "linear", StringComparison.Ordinal).Split(','))];
        int column = Array.IndexOf(lines[0], "pathDistance");
        double Of(string solver, string budget) => double.Parse(lines.Single(line => line[7] == solver && line[8] == budget)[column], CultureInfo.InvariantCulture);
        double floor = double.Parse(lines.Single(line => line[7] == "floor")[column], CultureInfo.InvariantCulture);

        // Strong orders 1 and, on Gaussian data, 2: a factor of about 4 and 16 from four times the steps.
        Assert.InRange(Of("em", "32") / Of("em", "128"), 2.5, 8);
        Assert.InRange(Of("shark", "32") / Of("shark", "128"), 6, 40);
        Assert.InRange(Of("shark", "128"), 5 * floor, 0.5 * Of("em", "128"));
    }

    [Theory]
    [InlineData("sample --solver heun --path --out {folder}/x.npy", "'heun' draws no noise, so it follows no Brownian path")]
    [InlineData("sample --solver pc --path --out {folder}/x.npy", "is not made of increments of a Brownian path")]
    [InlineData("sample --solver adaptive-sde --path --out {folder}/x.npy", "chooses its own steps, so --path means nothing")]
    [InlineData("sample --model gaussian --grid quadratic --solver em --steps 100000 --path --out {folder}/x.npy", "which a Brownian path (--path) does not tell apart")]
    [InlineData("compare --model gaussian --path --solvers em,ddim", "'ddim' draws no noise")]
    [InlineData("compare --model gaussian --path --solvers em:0.5", "solves the SDE of noise rate 0.5")]
    public void Methods_that_follow_no_path_are_refused_with_the_reason(string words, string sentence)
    {
        ProgramRun run = ProgramRun.Of(words.Replace("{folder}", folder["."], StringComparison.Ordinal).Split(' '));
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    private float[] Sample(string solver, int steps, params string[] more)
    {
        ProgramRun.Done(["sample", "--model", "mixture8", "--solver", solver, "--steps", $"{steps}", "--count", "300", "--seed", "3", "--out", folder["x.npy"], .. more]);
        return NpyFile.Load(folder["x.npy"]).Values;
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, static (x, y) => (x - y) * (x - y)).Average() * 2);
}
