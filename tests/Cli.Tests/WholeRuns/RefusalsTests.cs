using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using ScoreSde.Cli;
using ScoreSde.Cli.Commands;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Options;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.WholeRuns;

/// <summary>What is said of words that cannot be carried out, kept as texts: of every option of every verb with words that are nonsense, too small or too large, and of runs that the memory does not hold. SCORESDE_ACCEPT=1 writes them anew.</summary>
[Trait("Category", "Once")]
public sealed class RefusalsTests : IDisposable
{
    // None of these is a name, a path or a list that any option takes.
    private static readonly string[] Words = ["x,y", "-1", "0", "1e300", "0.5", "7,7"];

    // Verbs whose options take what they are given, and whose memory is small.
    private static readonly string[] Plain = ["describe", "devices", "list", "merge"];

    // A network of as many rows as there are processors for, which no option of this verb says.
    private const string OfProcessors = "variances --model digits --steps 3";

    private readonly OptionFiles files = new();

    public static TheoryData<string> Verbs => [.. Tree().Subcommands.Select(static verb => verb.Name).Except(Plain)];

    public void Dispose() => files.Dispose();

    /// <summary>A run is stopped before it begins, so that what is taken does no work.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void What_each_option_does_not_take_is_told(string name)
    {
        Command verb = Tree().Subcommands.Single(verb => verb.Name == name);
        var text = new StringBuilder();
        foreach (Option option in verb.Options.Where(static option => option is not (HelpOption or VersionOption)).OrderBy(static option => option.Name, StringComparer.Ordinal))
        {
            foreach (string word in option.Arity.MaximumNumberOfValues == 0 ? [""] : Words)
            {
                // Exact scores are there at once.
                string[] model = option.Name != "--model" && verb.Options.Any(static one => one.Name == "--model") ? ["--model", "gaussian"] : [];
                ProgramRun run = ProgramRun.Of(new CancellationToken(canceled: true), [name, .. model, option.Name, .. word.Length == 0 ? Array.Empty<string>() : [word]]);
                if (run.Code == App.BadUsage)
                {
                    text.Append(string.Concat(run.Error.Split('\n').Where(line => line.Contains(option.Name, StringComparison.Ordinal)).Select(line => $"{line}\n")));
                }
            }
        }

        Golden.Check($"refusals/{name}", text.ToString());
    }

    /// <summary>What of a run's memory is for what, of all runs that are kept and of larger ones.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void What_does_not_fit_is_told_by_its_parts(string name)
    {
        string[] threaded = [.. Tree().Subcommands.Where(static verb => verb.Options.Any(static option => option.Name == "--threads")).Select(static verb => verb.Name)];
        var text = new StringBuilder();
        foreach (string line in WholeRunsTests.Lines.Select(static line => line.Split(" && ")[0]).Concat(
            from verb in new[]
            {
                "sample --steps 2 --image <a.png>", "sample --steps 2 --out <a.npy>", "sample --steps 2 --out <a.csv> --dtype double", "sample --steps 2 --trajectory 1,0.5,0 --out <a.npy> --image <b.png>",
                "sample --solver em --steps 2 --out <a.npy> --log-density <l.npy>", "sample --steps 2 --animate <a.gif> --dtype double", "sample --solver dopri5 --out <a.npy> --threads 2", "compare --all", "compare --dtype double",
                "compare --to-floor --nfe 10", "forward --out <x.npy>", "forward --chain 10 --dtype double --image <x.png>", "likelihood", "likelihood --dtype double --out <l.npy>",
                "restore --method twisted --task compressed:1 --noise 2 --particles 8 --steps 6", "restore --method mmps --task compressed:1 --noise 2 --steps 6 --dtype double", "restore --method ddrm --task compressed:1 --noise 2 --steps 6 --ranks 50",
            }
            from model in new[] { "mixture8", "{drawn}", "powerlaw64" }
            from count in new[] { "30", "100000" }
            select $"{verb} --model {model} --count {count}").Concat(
            [
                "train --data moons --width 1024 --depth 3 --batch 4096 --out <m>", "train --data {pictures} --labels {halves} --width 64 --depth 1 --batch 100000 --out <m>", "grid --model powerlaw64 --solver ddim --steps 4000",
                "grid --solver ddim --spectrum 0.1,10 --steps 90000", "variances --model powerlaw64 --steps 1000000", "variances --model {net} --steps 20,4000000", "export --model digits --out <n.onnx>", "export --model fashion --out <n.onnx>",
            ]).Where(line => line.Split(' ')[0] == name && line != OfProcessors))
        {
            // Each thread has states of its own, and machines have other numbers of them.
            string[] threads = line.Contains("--threads", StringComparison.Ordinal) || !threaded.Contains(line.Split(' ')[0]) ? [] : ["--threads", "2"];
            using var folder = new Folder();
            using var talk = new StringWriter { NewLine = "\n" };
            int code = App.Run(
                [.. files.Words(line.Replace("NETWORKS", Repository.PathTo("tests/Score.Onnx.Tests/Networks"), StringComparison.Ordinal)).Select(word => word.Replace("<", folder[""], StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal)), .. threads],
                new Terminal(TextWriter.Null, talk) { MemoryBytes = 1, Cancellation = new CancellationToken(canceled: true) });
            string told = talk.ToString();
            if (code == App.BadUsage && told.Contains("of memory", StringComparison.Ordinal))
            {
                text.Append(line).Append('\n').Append(string.Concat(told.Split('\n').Where(static part => part.Contains("of memory", StringComparison.Ordinal)).Select(static part => $"    {part}\n")));
            }
        }

        Golden.Check($"refusals/memory-of-{name}", text.ToString());
    }

    private static RootCommand Tree() => Root.Build(new Terminal(TextWriter.Null, TextWriter.Null));
}
