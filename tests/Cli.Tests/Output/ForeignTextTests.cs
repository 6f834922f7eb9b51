using System.IO.Compression;
using System.Xml.Linq;
using ScoreSde.Checkpoints;
using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Output;

/// <summary>A text from a file, a name or an argument never steers a terminal, and opens no formula in a spreadsheet.</summary>
[Collection(WorkingFolder.Name)]
public sealed class ForeignTextTests : IDisposable
{
    private const string Evil = "\u001b[2J\u0007\u202evil,\"x";
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Names_of_files_and_of_what_is_in_them_are_shown_escaped_wherever_they_are_printed()
    {
        string model = folder[Evil];
        ProgramRun.Done("train", "--data", "moons", "--out", folder["m"], "--steps", "2", "--width", "8", "--depth", "0", "--batch", "8");
        TensorFile file = TensorReader.Read(folder["m"]);
        Dictionary<string, string> metadata = new(file.Metadata);
        File.Copy(folder["m"], model);
        Harmless(ProgramRun.Done("compare", "--model", model, "--data", "moons", "--solvers", "em", "--nfe", "4", "--count", "20", "--csv", folder["r.csv"], "--json", folder["r.json"]));
        Harmless(ProgramRun.Done("sample", "--model", model, "--count", "2", "--steps", "2", "--out", folder[Evil + ".npy"]));
        Harmless(ProgramRun.Done("forward", "--model", model, "--data", "moons", "--count", "20"));
        Assert.DoesNotContain(File.ReadAllText(folder["r.csv"]), letter => letter != '\n' && (char.IsControl(letter) || letter == '\u202e'));
        Assert.DoesNotContain(File.ReadAllText(folder["r.json"]), letter => letter is not ('\n' or '\r') && (char.IsControl(letter) || letter == '\u202e'));
        string row = File.ReadAllLines(folder["r.csv"])[1];
        Assert.Contains("\\u001b[2J\\u0007\\u202evil,\"\"x\"", row, StringComparison.Ordinal);
        Harmless(ProgramRun.Of("compare", "--model", Evil));
        Harmless(ProgramRun.Of("sample", "--grid", Evil, "--solver", Evil, "--out", folder["x"]));
        Harmless(ProgramRun.Of(Evil));

        metadata["process"] = """{"name":"\u001b[31m","schedule":"linear:0.1,20"}""";
        TensorWriter.Write(folder["n"], file with { Metadata = metadata });
        Harmless(ProgramRun.Of("sample", "--model", folder["n"], "--out", folder["x"]));
    }

    [Fact]
    public void Names_in_figures_and_keys_of_arrays_are_shown_escaped()
    {
        string model = folder[Evil + "<&.safetensors"];
        ProgramRun.Done("train", "--data", "moons", "--out", model, "--steps", "2", "--width", "8", "--depth", "0", "--batch", "8");
        Harmless(ProgramRun.Done("compare", "--model", model, "--data", "moons", "--solvers", "em", "--nfe", "4,8", "--count", "20", "--figure", folder["r.svg"]));
        Harmless(ProgramRun.Done("grid", "--model", model, "--data", "moons", "--solver", "ddim", "--steps", "3", "--svg", folder["g.svg"]));
        foreach (string figure in new[] { folder["r.svg"], folder["g.svg"] })
        {
            string svg = File.ReadAllText(figure);
            Assert.NotNull(XDocument.Parse(svg).Root);
            Assert.DoesNotContain(svg, static letter => letter is not ('\n' or '\r' or '\t') && (char.IsControl(letter) || letter == '\u202e'));
        }

        Assert.Contains("\\u001b[2J", File.ReadAllText(folder["r.svg"]), StringComparison.Ordinal);

        string set = folder["set.npz"];
        using (var archive = new ZipArchive(File.Create(set), ZipArchiveMode.Create))
        {
            foreach (string key in new[] { Evil, "b" })
            {
                using Stream array = archive.CreateEntry(key + ".npy").Open();
                NpyWriter<float>.Write(array, [1, 2, 3, 4, 5, 6, 7, 8], 4, 2);
            }
        }

        string[] rest = ["--out", folder["k"], "--steps", "2", "--width", "8", "--depth", "0", "--batch", "2", "--overwrite"];
        Harmless(ProgramRun.Of(["train", "--data", set, .. rest]));
        Harmless(ProgramRun.Of(["train", "--data", $"{set}:no{Evil}", .. rest]));
        Harmless(ProgramRun.Of(["train", "--data", set + ":b", "--labels", Evil, .. rest]));
        Harmless(ProgramRun.Done(["train", "--data", $"{set}:{Evil}", .. rest]));
        Harmless(ProgramRun.Of("likelihood", "--model", folder["k"], "--count", "3"));
    }

    [Fact]
    public void A_long_argument_is_not_repeated_whole()
    {
        ProgramRun run = ProgramRun.Of("compare", "--model", new string('y', 5000));
        Assert.InRange(run.Error.Length, 80, 400);
        Assert.Contains($"'{new string('y', 50)}…{new string('y', 29)}'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@x", "'@x")]
    [InlineData("+a,b", "\"'+a,b\"")]
    public void A_cell_is_no_formula(string name, string cell)
    {
        string here = Environment.CurrentDirectory;
        ProgramRun.Done("train", "--data", "moons", "--out", folder[name], "--steps", "2", "--width", "8", "--depth", "0", "--batch", "8");
        try
        {
            Environment.CurrentDirectory = folder[""];
            ProgramRun.Done("compare", "--model", name, "--solvers", "em", "--nfe", "4", "--count", "20", "--csv", folder["r.csv"]);
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }

        Assert.StartsWith(cell + ",vp,", File.ReadAllLines(folder["r.csv"])[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_the_framework_loses_its_parameter() =>
        Assert.Equal("It must be small.", FailureSentence.Of(new ArgumentOutOfRangeException("times", 5.0, "It must be small.")));

    private static void Harmless(ProgramRun run)
    {
        Assert.DoesNotContain(run.Out + run.Error, letter => letter != '\n' && (char.IsControl(letter) || letter == '\u202e'));
        Assert.InRange(run.Code, App.Done, App.BadUsage);
    }
}
