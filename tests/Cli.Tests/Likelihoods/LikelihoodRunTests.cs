using System.Text.Json;
using ScoreSde.Cli;
using ScoreSde.Cli.Likelihoods;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Likelihoods;

/// <summary>Runs of a model without a Jacobian, whose noise is written down by the test.</summary>
public sealed class LikelihoodRunTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Row i has the label i mod 2, whose normal has the mean −1 or 2; a part's labels are its own rows'.</summary>
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 2, 3)]
    public void Each_row_has_the_density_of_its_own_label(int index, int parts, int first)
    {
        double[] means = [-1, 2];
        var data = new DataDescription("rows", 6, 1, 2, null, DataScaling.Identity);
        int[] labels = [.. Enumerable.Range(first, 3).Select(static row => row % 2)];
        float[] values = [0.5f, -0.25f, 1.5f];
        LikelihoodSettings settings = MadeLikelihood.Settings(new MadeModel(data, means: means), new DataSet("rows", values, 1, DataScaling.Identity, labels, 2)) with
        {
            Json = folder["r.json"],
            Shard = parts == 1 ? null : new PartOfRun(new RunIdentity("1", "likelihood", 3, 6, new Dictionary<string, string>()), new Shard(index, parts)),
        };
        (int code, string talk, _) = Run(settings);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("", talk);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        double[] found = [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("logDensity").GetDouble())];
        for (int i = 0; i < 3; i++)
        {
            // At t = 1 the prior stands for the law, whose mean is e^−5 of the label's.
            Assert.Equal((-0.5 * Math.Log(2 * Math.PI)) - (0.5 * Math.Pow(values[i] - means[labels[i]], 2)), found[i], 0.05);
        }

        Assert.Equal(0, json.RootElement.GetProperty("differenceError").GetDouble(), 1e-6);
        Assert.Equal(0.01, json.RootElement.GetProperty("differenceStep").GetDouble());
    }

    /// <summary>A cube has a difference that is off by the step's square, so that twice the step is off by four times as much.</summary>
    [Fact]
    public void Values_that_change_with_the_step_of_the_differences_are_not_trusted()
    {
        var data = new DataDescription("rows", 2, 1, 0, null, DataScaling.Identity);
        LikelihoodSettings settings = MadeLikelihood.Settings(new MadeModel(data, cube: 0.05, step: 1), new DataSet("rows", [0.5f, -0.25f], 1, DataScaling.Identity));
        (int code, string talk, string table) = Run(settings);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Matches(
            "^scoresde: twice the step of the differences changes a row by [0-9.]+ nats, so these values cannot be trusted: the network's rounding is too coarse\\. "
            + "A file of float64 has less, and TorchScript has products of its own\\.\n$",
            talk);
        Assert.Contains("largest change with differences of 2 σ", table, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run(settings with { Model = new MadeModel(data, cube: 0.05, step: 0.001) }).Code);
    }

    /// <summary>The step of the differences is judged on the first 16 rows: one row alone has a cube.</summary>
    [Theory]
    [InlineData(15, ExitCode.Failed)]
    [InlineData(16, ExitCode.Done)]
    public void Differences_are_judged_on_the_first_sixteen_rows(int row, int code)
    {
        var data = new DataDescription("rows", 17, 1, 2, null, DataScaling.Identity);
        int[] labels = new int[17];
        labels[row] = 1;
        float[] values = [.. Enumerable.Range(0, 17).Select(static i => i / 34f)];
        LikelihoodSettings settings = MadeLikelihood.Settings(new MadeModel(data, cubes: [0, 0.05], step: 1), new DataSet("rows", values, 1, DataScaling.Identity, labels, 2));
        Assert.Equal(code, Run(settings).Code);
    }

    /// <summary>4 steps become 7, 13, 25 and 49, and 97 would be more than 16 times as many.</summary>
    [Fact]
    public void Steps_are_refined_up_to_sixteen_times_as_many()
    {
        var data = new DataDescription("rows", 2, 1, 0, null, DataScaling.Identity);
        LikelihoodSettings settings = MadeLikelihood.Settings(new MadeModel(data, rough: 0.5), new DataSet("rows", [0.5f, -0.25f], 1, DataScaling.Identity)) with { Steps = 4, Refines = true };
        (int code, string talk, _) = Run(settings);
        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith("4 steps left too large an error beside the value: refined to 49.\n", talk, StringComparison.Ordinal);
        Assert.Contains("More --steps than 49,", talk, StringComparison.Ordinal);
        Assert.DoesNotContain("refined", Run(settings with { Refines = false }).Talk, StringComparison.Ordinal);
    }

    private static (int Code, string Talk, string Table) Run(LikelihoodSettings settings)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        int code = LikelihoodRun.Execute<double>(settings, new Terminal(results, talk));
        return (code, talk.ToString(), results.ToString());
    }
}
