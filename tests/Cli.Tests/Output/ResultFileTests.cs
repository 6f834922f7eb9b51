using System.Globalization;
using System.Text.Json;
using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Tests.Commands;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Output;

/// <summary>A result can be a file of the kind that its name says, or standard output.</summary>
public sealed class ResultFileTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("sample --model gaussian --steps 3 --count 4 --out", "x.npy")]
    [InlineData("sample --model gaussian --steps 3 --count 4 --out", "x")]
    [InlineData("sample --model mixture8 --steps 3 --count 4 --image", "x.png")]
    [InlineData("likelihood --model gaussian --steps 8 --count 4 --out", "x.npy")]
    [InlineData("likelihood --model gaussian --steps 8 --count 4 --json", "x.json")]
    [InlineData("grid --model gaussian --steps 3 --out", "x.txt")]
    [InlineData("grid --model gaussian --steps 3 --svg", "x.svg")]
    [InlineData("forward --model mixture8 --count 20 --image", "x.png")]
    [InlineData("verify --only linspace-limit --cases 3 --json", "x.json")]
    public void Standard_output_gets_the_bytes_of_the_file_and_no_word_beside_them(string line, string name)
    {
        string[] words = line.Split(' ');
        ProgramRun.Of([.. words, folder[name]]);
        using var bytes = new MemoryStream();
        using var results = new StringWriter();
        using var talk = new StringWriter();
        int code = App.Run([.. words, "-"], new Terminal(results, talk) { OpenBytes = () => bytes });
        Assert.True(code == App.Done || words[0] == "likelihood", talk.ToString());
        Assert.Empty(results.ToString());
        Assert.Equal(WithoutTimes(File.ReadAllBytes(folder[name])), WithoutTimes(bytes.ToArray()));
        Assert.Equal([name], folder.Files);
    }

    [Theory]
    [InlineData("train --data moons --out -", "needs a name")]
    [InlineData("restore --out -", "it writes a folder")]
    [InlineData("likelihood --model gaussian --out - --json -", "--json and --out cannot all go to standard output")]
    [InlineData("sample --model mixture8 --image {f}/m.gif", "--image writes .png or .svg, not .gif")]
    [InlineData("forward --model mixture8 --image {f}/m.svg", "--image writes .png, not .svg")]
    [InlineData("sample --model mixture8 --out {f}/m.npz", "--out writes .npy or .csv, not .npz")]
    [InlineData("sample --model mixture8 --trajectory 1,0 --out {f}/m.csv", "three axes")]
    [InlineData("compare --json {f}/m.csv", "--json writes .json, not .csv")]
    [InlineData("compare --figure {f}/m.gif", "--figure writes .svg or .png, not .gif")]
    [InlineData("train --data moons --out {f}/m.npy", "--out writes .safetensors, not .npy")]
    [InlineData("grid --out {f}/m.JSON", "--out writes .txt, not .JSON")]
    public void What_cannot_be_written_so_is_refused(string line, string fragment)
    {
        ProgramRun run = ProgramRun.Of([.. line.Split(' ').Select(word => word.Replace("{f}", folder[""].TrimEnd('/'), StringComparison.Ordinal))]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
        Sentences.Check(run.Error);
    }

    [Fact]
    public void A_comparison_can_be_piped()
    {
        using var bytes = new MemoryStream();
        using var talk = new StringWriter();
        Assert.Equal(
            App.Done,
            App.Run(["compare", "--model", "gaussian", "--solvers", "ddim", "--nfe", "3,4", "--count", "50", "--csv", "-"], new Terminal(TextWriter.Null, talk) { OpenBytes = () => bytes }));
        string[] lines = System.Text.Encoding.UTF8.GetString(bytes.ToArray()).TrimEnd('\n').Split('\n');
        Assert.StartsWith("model,process,", lines[0], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
        Assert.Contains("ddim", talk.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_do_not_go_to_a_terminal()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        int code = App.Run(["sample", "--model", "gaussian", "--out", "-"], new Terminal(TextWriter.Null, talk) { OutIsTerminal = true, OpenBytes = () => throw new InvalidOperationException() });
        Assert.Equal(App.BadUsage, code);
        Assert.Contains("would write bytes to a terminal", talk.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_goes_away_is_told_in_a_sentence()
    {
        using var talk = new StringWriter { NewLine = "\n" };
        int code = App.Run(["sample", "--model", "gaussian", "--steps", "2", "--out", "-"], new Terminal(TextWriter.Null, talk) { OpenBytes = () => throw new IOException("Broken pipe") });
        Assert.Equal(App.Failed, code);
        Assert.Contains("scoresde: standard output: cannot be written", talk.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("--help")]
    [InlineData("sample --model gaussian --steps 3 --count 4 --out -")]
    public void Results_of_a_process_without_standard_output_are_not_lost_in_silence(string line)
    {
        using var talk = new StringWriter();
        int code = App.Run(line.Split(' '), new Terminal(ClosedWriter.Only, talk) { OpenBytes = static () => throw ClosedWriter.Fault() });
        Assert.Equal(App.Failed, code);
        Assert.Contains("scoresde: standard output: cannot be written: it is closed.", talk.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_has_the_numbers_of_the_array()
    {
        string[] words = ["sample", "--model", "gaussian", "--steps", "3", "--count", "5", "--out"];
        ProgramRun.Done([.. words, folder["a.npy"]]);
        Assert.Contains("a.csv: 5 × 2 numbers", ProgramRun.Done([.. words, folder["a.csv"]]).Out, StringComparison.Ordinal);
        string[] lines = File.ReadAllText(folder["a.csv"]).TrimEnd('\n').Split('\n');
        Assert.Equal("x0,x1", lines[0]);
        Assert.Equal(
            ScoreSde.Data.Npy.NpyFile.Load(folder["a.npy"]).Values.ToArray(),
            lines.Skip(1).SelectMany(line => line.Split(',')).Select(number => float.Parse(number, CultureInfo.InvariantCulture)));

        // What is written is read again as data.
        ProgramRun.Done("train", "--data", folder["a.csv"], "--out", folder["m"], "--steps", "1", "--width", "4", "--depth", "0", "--batch", "4");
    }

    // Seconds differ from run to run.
    private static string WithoutTimes(byte[] bytes)
    {
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        return System.Text.RegularExpressions.Regex.Replace(text, "\"[a-zA-Z]*[sS]econds?\": [^,\n]*", "");
    }
}
