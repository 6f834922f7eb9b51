using System.Globalization;
using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Rows of <c>likelihood</c> and <c>restore</c> in parts are those of one run.</summary>
public sealed class ShardedLikelihoodTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--model mixture8 --count 30 --steps 64")]
    [InlineData("--model mixture8 --count 30 --steps 20 --divergence hutchinson --probes 3 --bound 10")]
    [InlineData("--model mixture8 --data moons --count 24 --steps 16")]
    [InlineData("--model digits --count 12 --steps 16 --divergence hutchinson --probes 2 --dtype double")]
    public void Likelihoods_in_parts_are_those_of_one_run_and_their_mean_is_told_again(string line)
    {
        string[] words = ["likelihood", .. line.Split(' '), "--seed", "4"];
        string whole = Run([.. words, "--out", folder["all.npy"]]).Out;
        foreach (int parts in (int[])[1, 3, 12])
        {
            string[] files = [.. Enumerable.Range(1, parts).Select(i => folder[$"p{i}.npy"])];
            for (int i = 0; i < parts; i++)
            {
                Run([.. words, "--shard", $"{i + 1}/{parts}", "--out", files[i]]);
            }

            string merged = ProgramRun.Done(["merge", folder["m.npy"], .. files]).Out;
            Assert.Equal(File.ReadAllBytes(folder["all.npy"]), File.ReadAllBytes(folder["m.npy"]));
            foreach (string quantity in (string[])["mean ln p", "standard error over the rows", "error of the steps, largest estimate"])
            {
                Assert.Equal(Figure(whole, quantity), Figure(merged, quantity));
            }
        }
    }

    /// <summary>All rows of these runs would not fit into an array.</summary>
    [Theory]
    [InlineData("--model mixture8")]
    [InlineData("--model mixture8 --data moons")]
    public void Of_a_law_a_part_draws_its_own_rows_alone(string model)
    {
        string[] words = ["likelihood", .. model.Split(' '), "--count", "2000000000", "--steps", "8", "--shard", "999999999/1000000000", "--out", folder["p.npy"]];
        Assert.Contains("rows 1999999996 to 1999999997 of 2000000000", Run(words).Error, StringComparison.Ordinal);
    }

    /// <summary>The noise of both bounds is a row's, not a run's: their means over the parts are those of the whole, and K paths a row change neither rows nor merging.</summary>
    [Fact]
    public void Bounds_of_parts_have_the_mean_of_one_run()
    {
        string[] words = ["likelihood", .. "--model mixture8 --count 30 --steps 32 --bound 10 --weighted 3 --seed 4".Split(' ')];
        string whole = Run([.. words, "--out", folder["all.npy"]]).Out;
        string[] files = [.. Enumerable.Range(1, 3).Select(i => folder[$"p{i}.npy"])];
        string[] parts = [.. files.Select((file, i) => Run([.. words, "--shard", $"{i + 1}/3", "--out", file]).Out)];
        foreach (string quantity in (string[])["variational bound on ln p", "bound of 3 weighted paths on ln p"])
        {
            Assert.Equal(Figure(whole, quantity), parts.Average(part => Figure(part, quantity)), 1e-5);
            Assert.Equal(3, parts.Select(part => Figure(part, quantity)).Distinct().Count());
        }

        string merged = ProgramRun.Done(["merge", folder["m.npy"], .. files]).Out;
        Assert.Equal(File.ReadAllBytes(folder["all.npy"]), File.ReadAllBytes(folder["m.npy"]));
        foreach (string quantity in (string[])["mean ln p", "variational bound on ln p", "bound of 3 weighted paths on ln p"])
        {
            Assert.Equal(Figure(whole, quantity), Figure(merged, quantity));
        }

        string[] Errors(string table) => [.. table.Split('\n').Where(static line => line.Contains("its standard error", StringComparison.Ordinal)).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1])];
        Assert.Equal(Errors(whole), Errors(merged));
    }

    [Theory]
    [InlineData("--model digits --task inpaint --method ddrm --steps 4 --count 10 --noise 1")]
    [InlineData("--model mixture8 --task compressed:1 --method mmps --noise 0.2 --steps 20 --count 10")]
    public void Restorations_in_parts_are_those_of_one_run(string line)
    {
        string[] words = ["restore", .. line.Split(' '), "--seed", "4"];
        ProgramRun.Done([.. words, "--out", folder["all"]]);
        string[] files = [.. Enumerable.Range(1, 3).Select(i => Path.Combine(folder[$"p{i}"], "samples.npy"))];
        for (int i = 0; i < 3; i++)
        {
            ProgramRun.Done([.. words, "--shard", $"{i + 1}/3", "--out", folder[$"p{i + 1}"]]);
            Assert.False(File.Exists(Path.Combine(folder[$"p{i + 1}"], "mean.npy")));
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["all"], "truth.npy")), File.ReadAllBytes(Path.Combine(folder[$"p{i + 1}"], "truth.npy")));
        }

        ProgramRun.Done(["merge", folder["m.npy"], .. files]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder["all"], "samples.npy")), File.ReadAllBytes(folder["m.npy"]));
    }

    [Fact]
    public void A_part_that_is_complete_ends_at_once_under_resume_and_without_a_part_that_is_refused()
    {
        string[] likelihood = ["likelihood", "--model", "gaussian", "--count", "6", "--steps", "8", "--shard", "2/3", "--resume", "--out", folder["p.npy"]];
        string[] restore = ["restore", "--model", "mixture8", "--task", "compressed:1", "--method", "mmps", "--noise", "2", "--steps", "4", "--count", "6", "--shard", "2/3", "--resume", "--out", folder["p"]];
        foreach (string[] words in new[] { likelihood, restore })
        {
            Assert.DoesNotContain("complete", ProgramRun.Of(words).Out, StringComparison.Ordinal);
            ProgramRun again = ProgramRun.Done(words);
            Assert.Contains("complete, rows 2 to 3 of 6 (shard 2/3)", again.Out, StringComparison.Ordinal);
            Refused("--resume needs --shard: what an interrupted run loses is one part", [.. words.Where(static word => word is not ("--shard" or "2/3"))]);
        }
    }

    [Fact]
    public void What_cannot_be_cut_up_is_refused()
    {
        Refused("--shard needs --steps", "likelihood", "--model", "gaussian", "--shard", "1/2", "--out", folder["x.npy"]);
        Refused("--shard needs --out FILE.npy", "likelihood", "--model", "gaussian", "--shard", "1/2", "--steps", "8");
        Refused("--json tells of all rows", "likelihood", "--model", "gaussian", "--shard", "1/2", "--steps", "8", "--out", folder["x.npy"], "--json", folder["x.json"]);
        Refused("5 samples cannot be cut into 6 parts", "likelihood", "--model", "gaussian", "--count", "5", "--shard", "1/6", "--steps", "8", "--out", folder["x.npy"]);
        Refused("--shard is for --out FOLDER", "restore", "--shard", "1/2");
        Assert.Empty(folder.Files);
    }

    private static void Refused(string fragment, params string[] words)
    {
        ProgramRun run = ProgramRun.Of(words);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Sentences.Check(run.Error);
    }

    // Few steps leave an error that the verb tells by its exit code; the rows are written all the same.
    private static ProgramRun Run(string[] words)
    {
        ProgramRun run = ProgramRun.Of(words);
        Assert.True(run.Code == App.Done || run.Error.Contains("cannot be trusted", StringComparison.Ordinal), run.Error);
        return run;
    }

    private static double Figure(string table, string quantity) => double.Parse(
        table.Split('\n').Single(line => line.Contains(quantity, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1].Trim('|', '│'), CultureInfo.InvariantCulture);
}
