using ScoreSde.Cli.Describing;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Fitting;

namespace ScoreSde.Tests.Describing;

/// <summary>What is shown of a network: how many rows it answers over, and words that are longer than a line.</summary>
public sealed class DescribeRunTests
{
    // σ = 2 t: one level at σ/α = 1 and one at 0.3 between the ends.
    private static readonly VarianceExploding Process = new(new LinearSchedule(0, 8));

    [Theory]
    [InlineData(1, 256)]
    [InlineData(1024, 256)]
    [InlineData(1025, 255)]
    [InlineData(2048, 128)]
    [InlineData(87381, 3)]
    [InlineData(87382, 2)]
    [InlineData(262144, 2)]
    [InlineData(262145, 2)]
    public void A_network_answers_over_so_many_rows_of_noise(int dimension, int rows) =>
        Assert.Contains($"\nAnswers over {rows} rows of N(0, I) in the place of its data\n", Shown(new ToyModel(Process, dimension)).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 256, 256)]
    [InlineData(128, 256, 256)]
    [InlineData(129, 256, 254)]
    [InlineData(256, 256, 128)]
    [InlineData(331, 256, 98)]
    [InlineData(4095, 64, 8)]
    [InlineData(3640, 72, 9)]
    [InlineData(3641, 71, 8)]
    [InlineData(6000, 43, 8)]
    [InlineData(40000, 6, 6)]
    public void A_network_is_told_otherwise_over_so_many_rows_of_its_data(int dimension, int rows, int told)
    {
        string shown = Shown(new ToyModel(Process, dimension) { HasZeros = true }).Out;
        Assert.Contains($"\nAnswers over {rows} rows of its data\n", shown, StringComparison.Ordinal);
        Assert.Contains($"\nTold otherwise, over {told} of these rows\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_data_is_not_told_otherwise() => Assert.DoesNotContain("Told", Shown(new ToyModel(Process, 2)).Out, StringComparison.Ordinal);

    [Fact]
    public void Rows_have_the_labels_of_their_data_in_turn()
    {
        var model = new ToyModel(Process, 2) { HasZeros = true, LabelsOfZeros = [2, 0, 1] };
        Shown(model);
        Assert.Equal([2, 0, 1, 2, 0, 1], model.AskedLabels);
    }

    [Fact]
    public void Rows_without_data_have_all_classes_in_turn()
    {
        var model = new ToyModel(Process, 2) { OfData = new DataDescription("d", 0, 2, 4, null, DataScaling.Identity) };
        Shown(model);
        Assert.Equal([0, 1, 2, 3, 0, 1], model.AskedLabels);
    }

    [Fact]
    public void An_answer_that_is_the_noise_agrees_with_its_description()
    {
        // Zeros as data: x = σ z, so that the answer is z itself, whose mean square over 512 numbers is 1 within a fifth.
        (int code, string shown, string talk) = Shown(new ToyModel(Process, 2) { HasZeros = true });
        Assert.Equal((0, ""), (code, talk));
        Assert.Matches(@"\n +1 +2 +(0\.9|1\.0)\d\d +(0\.9|1\.0)\d\d +0\.000 +0\.000\n", shown);
        Assert.Matches(@"\n +0\.5 +1 +0\.5 +0\.0000 +0\.5 +0\.0000\n", shown);
    }

    [Fact]
    public void An_answer_of_the_wrong_sign_is_a_warning_and_a_failure()
    {
        (int code, _, string talk) = Shown(new ToyModel(new VarianceExploding(new LinearSchedule(0, 50)), 2) { Factor = -1 });
        Assert.Equal(1, code);
        Assert.Matches(@"^scoresde: Warning: at t = 1 \(σ/α = 5\) E⟨ε, z⟩/d is -(0\.9\d*|1\.0\d*), but the noise z is nearly all of x: the sign or the kind of ""output"" is wrong, or ""time"" is\.\n$", talk);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(61, 60, 1)]
    [InlineData(120, 60, 60)]
    [InlineData(121, 60, 60, 1)]
    [InlineData(1, 1)]
    public void A_word_longer_than_a_line_goes_on_in_the_next(int letters, params int[] lines)
    {
        // No blank is in the name of a data set.
        string[] shown = Cells(new ToyModel(Process, 2) { Description = new NetworkDescription(Process, OutputKind.Noise) { Data = new string('x', letters) } }, "data");
        Assert.Equal(lines.Select(static length => new string('x', length)), shown);
    }

    [Fact]
    public void A_line_ends_at_the_last_blank_that_it_holds()
    {
        string at60 = $"{new string('a', 60)} {new string('b', 20)}";
        Assert.Equal([new string('a', 60), new string('b', 20)], Cells(Named(at60), "data"));
        Assert.Equal([new string('a', 60), $"a {new string('b', 20)}"], Cells(Named($"a{at60}"), "data"));
        Assert.Equal([$"{new string('a', 30)} {new string('b', 20)}", new string('c', 30)], Cells(Named($"{new string('a', 30)} {new string('b', 20)} {new string('c', 30)}"), "data"));
        Assert.Equal([$"{new string('a', 29)} {new string('b', 30)}", new string('c', 30)], Cells(Named($"{new string('a', 29)} {new string('b', 30)} {new string('c', 30)}"), "data"));
        Assert.Equal([new string('a', 30), new string('b', 60), new string('b', 10)], Cells(Named($"{new string('a', 30)} {new string('b', 70)}"), "data"));
        Assert.Equal(["a", new string('b', 60), "b"], Cells(Named($"a {new string('b', 61)}"), "data"));
    }

    [Fact]
    public void All_that_was_understood_is_shown()
    {
        var model = new ToyModel(Process, 12)
        {
            SampleInput = "s",
            TimeInput = "when",
            ClassInput = "class",
            Output = "out",
            Shape = [3, 2, 2],
            FixedInputs = ["p", "q"],
            Description = new NetworkDescription(Process, OutputKind.Velocity)
            {
                Time = TimeKind.IndexFromOne,
                TimeScale = 0.5,
                Indices = 40,
                Input = InputScale.Unit,
                LearnedVariances = true,
                ChannelsLast = true,
                Scaling = new DataScaling(3, 0.25),
                Classes = 7,
                NoClass = 0,
                FixedUnconditional = new Dictionary<string, string> { ["p"] = "file", ["q"] = "other" },
                Range = new TimeRange(0.0125, 0.75),
                OfSampler = ["eta", "steps"],
            },
        };
        Assert.Equal(["s, 3 × 2 × 2 numbers, pictures with channels last"], Cells(model, "samples"));
        Assert.Equal(["unit"], Cells(model, "input"));
        Assert.Equal(["when, 0.5 × index-from-1 of 40"], Cells(model, "noise level"));
        Assert.Equal(["class, 7, 0 for none"], Cells(model, "classes"));
        Assert.Equal(["p; q; without a prompt: p, q"], Cells(model, "held fixed"));
        Assert.Equal(["out, velocity and variances"], Cells(model, "output"));
        Assert.Equal(["ve, linear:0,8, t from 0.0125 to 0.75"], Cells(model, "process"));
        Assert.Equal(["x = (data − 3)/0.25"], Cells(model, "units"));
        Assert.Equal(["not named"], Cells(model, "data"));
        Assert.Equal(["eta, steps: --solver and --grid stand in its place"], Cells(model, "of the sampler"));
    }

    [Theory]
    [InlineData(TimeKind.Index, "when, index of 40")]
    [InlineData(TimeKind.IndexFromOne, "when, index-from-1 of 40")]
    [InlineData(TimeKind.Time, "when, t")]
    [InlineData(TimeKind.Deviation, "when, sigma")]
    public void The_noise_level_is_told_as_an_index_of_so_many_or_by_its_kind(object kind, string words) => Assert.Equal(
        [words],
        Cells(new ToyModel(Process, 2) { TimeInput = "when", Description = new NetworkDescription(Process, OutputKind.Noise) { Time = (TimeKind)kind, Indices = 40 } }, "noise level"));

    [Fact]
    public void What_a_network_has_not_is_told()
    {
        var model = new ToyModel(Process, 12) { Shape = [3, 4], ClassInput = "class", FixedInputs = ["p"], Description = new NetworkDescription(Process, OutputKind.Noise) { Classes = 7 } };
        Assert.Equal(["x, 3 × 4 numbers"], Cells(model, "samples"));
        Assert.Equal(["not told"], Cells(model, "noise level"));
        Assert.Equal(["class, 7"], Cells(model, "classes"));
        Assert.Equal(["p"], Cells(model, "held fixed"));
        Assert.Equal(["e, noise"], Cells(model, "output"));
        Assert.Empty(Cells(model, "of the sampler"));
        Assert.Equal(["nothing"], Cells(new ToyModel(Process, 2), "held fixed"));
        Assert.Equal(["none"], Cells(new ToyModel(Process, 2), "classes"));
    }

    private static ToyModel Named(string data) => new(Process, 2) { Description = new NetworkDescription(Process, OutputKind.Noise) { Data = data } };

    // The cells of a row of the first table, and of those that go on with it.
    private static string[] Cells(ToyModel model, string what)
    {
        string[] lines = Shown(model).Out.Split('\n');
        int first = Array.FindIndex(lines, line => line.StartsWith($" {what}  ", StringComparison.Ordinal));
        int column = lines.Single(static line => line.StartsWith(" what ", StringComparison.Ordinal)).IndexOf("as understood", StringComparison.Ordinal);
        return first < 0 ? [] : [.. lines[first..].TakeWhile((line, i) => i == 0 || (line.Length > column && line[..column].Trim().Length == 0)).Select(line => line[column..].TrimEnd())];
    }

    private static (int Code, string Out, string Talk) Shown(ToyModel model)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        int code = DescribeRun.Execute(model, model, new Terminal(results, talk));
        return (code, results.ToString(), talk.ToString());
    }
}
