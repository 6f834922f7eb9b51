using System.Text.Json;
using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Options;

/// <summary>What a run of a verb found, without its words, its times and what it says of its settings.</summary>
internal static partial class OptionResults
{
    /// <summary>Runs the verb and reads its result back.</summary>
    public static string Of(OptionFiles files, string verb, string words)
    {
        switch (verb)
        {
            case "sample":
                {
                    string file = files.Result(".npy");
                    Run("--out", file);
                    return Bytes(file);
                }

            case "likelihood":
                {
                    string file = files.Result(".npy");
                    string table = Run("--out", file);
                    return Bytes(file) + Figures(table);
                }

            case "forward":
                {
                    string file = files.Result(".npy");
                    string table = Run("--out", file);
                    return Bytes(file) + Figures(table);
                }

            case "grid":
                {
                    string file = files.Result(".txt");
                    Run("--out", file);
                    return string.Join('\n', File.ReadAllLines(file).Where(static line => !line.StartsWith('#')));
                }

            case "restore" when words.Contains("--ranks", StringComparison.Ordinal):
                return Figures(Run());

            case "restore":
                {
                    string folder = files.Result("");
                    Run("--out", folder);
                    return Bytes(Path.Combine(folder, "samples.npy")) + Bytes(Path.Combine(folder, "truth.npy"));
                }

            case "train":
                {
                    string file = files.Result("");
                    Run("--out", file);
                    return Weights(file);
                }

            case "compare":
                {
                    string file = files.Result(".json");
                    Run("--json", file);
                    using var json = JsonDocument.Parse(File.ReadAllText(file));
                    return string.Join('\n', json.RootElement.GetProperty("runs").EnumerateArray().SelectMany(static run => new[] { run.GetProperty("floor").ToString() }
                        .Concat(run.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("metrics").ToString() + row.GetProperty("standardErrors")))));
                }

            case "verify" when words.Contains("--limit", StringComparison.Ordinal) || words.Contains("--printed", StringComparison.Ordinal):
                return Figures(Run());

            case "verify":
                {
                    string file = files.Result(".json");
                    Run("--json", file);
                    using var json = JsonDocument.Parse(File.ReadAllText(file));
                    return string.Join('\n', json.RootElement.EnumerateArray().Select(static property =>
                        $"{property.GetProperty("name")} {property.GetProperty("cases")} {property.GetProperty("measured")}"));
                }

            default:
                return Figures(Run());
        }

        string Run(params string[] output)
        {
            ProgramRun run = ProgramRun.Of([verb, .. files.Words(words), .. output]);

            // What measured variances leave open is told with exit code 1, beside the figures.
            bool answers = run.Code == App.Done || (verb == "variances" && run is { Code: App.Failed, Out.Length: > 0 });
            Assert.True(answers, $"{verb} {words}: exit code {run.Code}: {run.Error}");
            return run.Out;
        }
    }

    // What is printed below the title, which repeats the words.
    private static string Figures(string table) => string.Join(' ', Number().Matches(string.Join('\n', table.Split('\n').Skip(1))).Select(static match => match.Value));

    private static string Bytes(string file) => Convert.ToHexString(File.ReadAllBytes(file));

    // A network's tensors, which follow the settings in the file.
    private static string Weights(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int head = (int)BitConverter.ToUInt64(bytes);
        using var json = JsonDocument.Parse(bytes.AsMemory(8, head));
        int[] ends = [.. json.RootElement.EnumerateObject().Where(static tensor => tensor.Name.StartsWith("network.", StringComparison.Ordinal) || !tensor.Name.StartsWith("__", StringComparison.Ordinal))
            .SelectMany(static tensor => tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(static offset => offset.GetInt32()))];
        return Convert.ToHexString(bytes.AsSpan(8 + head, ends.Max()));
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(e-?\d+)?")]
    private static partial Regex Number();
}
