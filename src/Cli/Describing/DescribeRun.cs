using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Describing;

/// <summary>Shows what was understood of a network from outside, and how it answers at five levels.</summary>
internal static class DescribeRun
{
    private const int MostRows = 256;
    private const int MostNumbers = 1 << 18;
    private const int MostToldNumbers = 1 << 15;
    private const int LeastToldRows = 8;
    private const int MostLetters = 60;
    private const ulong Seed = 0;

    /// <summary>Does it.</summary>
    /// <returns>The exit code: 1 where the answers contradict the description.</returns>
    public static int Execute(Model model, IOutsideNetwork network, Terminal terminal)
    {
        NetworkDescription described = network.Description;
        TableWriter.Write(
            new ReportTable($"{model.Name}", [new("what"), new("as understood")],
            [
                .. Row("samples", $"{network.SampleInput}, {string.Join(" × ", network.Shape)} numbers{(network.Shape.Count == 3 ? $", pictures with channels {(described.ChannelsLast ? "last" : "first")}" : "")}"),
                .. Row("input", ConventionWords.Of(ConventionWords.Inputs, described.Input)),
                .. Row("noise level", network.TimeInput is { } time ? $"{time}, {TimeWords(described)}" : "not told"),
                .. Row("classes", network.ClassInput is { } kind ? $"{kind}, {described.Classes}{(described.NoClass is { } none ? $", {none} for none" : "")}" : "none"),
                .. Row("held fixed", network.FixedInputs.Count == 0 ? "nothing" : $"{string.Join("; ", network.FixedInputs)}{(described.FixedUnconditional.Count > 0 ? $"; without a prompt: {string.Join(", ", described.FixedUnconditional.Keys)}" : "")}"),
                .. Row("output", $"{network.Output}, {ConventionWords.Of(ConventionWords.Outputs, described.Output)}{(described.LearnedVariances ? " and variances" : "")}"),
                .. Row("process", $"{described.Process.Name}, {described.Process.Schedule.Name}, t from {described.Range.Minimum:G3} to {described.Range.Maximum:G3}"),
                .. Row("units", $"x = (data − {described.Scaling.Shift:R})/{described.Scaling.Scale:R}"),
                .. Row("data", described.Data ?? "not named"),
                .. described.OfSampler.Count == 0 ? [] : Row("of the sampler", $"{string.Join(", ", described.OfSampler)}: --solver and --grid stand in its place"),
            ]),
            terminal);
        int rows = Math.Clamp(MostNumbers / model.Dimension, 2, MostRows);
        bool isOfData = model.Reference is not NoReference;
        float[] x = isOfData ? OfData(model, rows, out int[] labels) : Normal(model, rows, out labels);
        IScoreFunction<Tile<float>> score = model.Score<float>(row => labels.Length > 0 ? labels[(int)row % labels.Length] : model.TurnOf(row));
        IReadOnlyList<LevelFinding> findings = NetworkProbe.Ask(score, model.Process, x, Seed);
        TableWriter.Write(
            new ReportTable(
                $"Answers over {x.Length / model.Dimension} rows of {(isOfData ? "its data" : "N(0, I) in the place of its data")}",
                [new("t", true), new("σ/α", true), new("E‖ε‖²/d", true), new("E⟨ε, z⟩/d", true), new("E‖ε − z‖²/d", true), new("linear", true)],
                [.. findings.Select(static finding => new[]
                {
                    $"{finding.Level.Time:G4}", $"{finding.Level.Ratio:G4}", $"{finding.Norm:F3}", $"{finding.Agreement:F3}", $"{finding.Error:F3}", $"{finding.LinearError:F3}",
                })])
            {
                Notes = ["z: the noise that was put in. Where σ/α is large the first two must be near 1. linear: the error of the best answer linear in x, which a trained network is below where σ/α is near 1."],
            },
            terminal);
        IReadOnlyList<ToldFinding> told = isOfData && score is IToldScore<Tile<float>> asked ? NetworkProbe.AskTold(asked, model.Process, x.AsSpan(0, ToldRows(model, x) * model.Dimension), Seed) : [];
        if (told.Count > 0)
        {
            TableWriter.Write(
                new ReportTable(
                    $"Told otherwise, over {ToldRows(model, x)} of these rows",
                    [new("t", true), new("σ/α", true), new("told", true), new("E‖ε − z‖²/d", true), new("best told", true), new("error then", true)],
                    [.. told.Select(static finding => new[]
                    {
                        $"{finding.Level.Time:G4}", $"{finding.Level.Ratio:G4}", $"{finding.Told:G4}", $"{finding.Error:F4}", $"{finding.BestTold:G4}", $"{finding.BestError:F4}",
                    })])
                {
                    Notes = ["A trained network errs least when it is told the level that it sees: another number should gain next to nothing."],
                },
                terminal);
        }

        string[] warnings = [.. NetworkProbe.Warnings(findings, isOfData, told)];
        foreach (string warning in warnings)
        {
            terminal.Error.WriteLine($"scoresde: Warning: {warning}");
        }

        return warnings.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    // A row, and as many more as the words need on a screen of 80 columns.
    private static IEnumerable<string[]> Row(string what, string words)
    {
        int start = 0;
        while (words.Length - start > MostLetters)
        {
            int space = words.LastIndexOf(' ', start + MostLetters, MostLetters);
            int end = space > start ? space : start + MostLetters;
            yield return [start == 0 ? what : "", words[start..end]];
            start = space > start ? end + 1 : end;
        }

        yield return [start == 0 ? what : "", words[start..]];
    }

    private static int ToldRows(Model model, float[] x) => Math.Min(x.Length / model.Dimension, Math.Clamp(MostToldNumbers / model.Dimension, LeastToldRows, MostRows));

    private static string TimeWords(NetworkDescription described) =>
        $"{(described.TimeScale == 1 ? "" : $"{described.TimeScale:R} × ")}{ConventionWords.Of(ConventionWords.Times, described.Time ?? TimeKind.None)}{(described.Time is TimeKind.Index or TimeKind.IndexFromOne ? $" of {described.Indices}" : "")}";

    private static float[] OfData(Model model, int rows, out int[] labels)
    {
        DataSet data = model.Reference.Rows(rows, Seed);
        var x = new float[data.Values.Length];
        model.ToNetwork<float>(data.Values, x);
        labels = data.Labels.ToArray();
        return x;
    }

    private static float[] Normal(Model model, int rows, out int[] labels)
    {
        var space = new TileSpace<float>(rows, model.Dimension);
        Tile<float> x = space.Allocate();
        space.FillNormal(x, 1, new NoiseKey(Seed, 0, NoisePurpose.Data));
        labels = [];
        return x.Values.ToArray();
    }
}
