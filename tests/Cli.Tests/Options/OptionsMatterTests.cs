using System.Collections.Concurrent;
using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Cli.Commands;
using ScoreSde.Cli.Output;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Options;

/// <summary>
/// Every option of the program does what it is for: two runs that differ in it alone have other results, or the same, or the option is refused. The options are
/// those of the tree of commands, so that a new one cannot be forgotten.
/// </summary>
[Trait("Category", "Once")]
public sealed partial class OptionsMatterTests(Inputs inputs) : IClassFixture<Inputs>
{
    private readonly OptionFiles files = inputs.Files;

    public static TheoryData<string> Verbs => [.. OptionTable.All.Select(static known => known.Verb).Distinct()];

    [Fact]
    public void Every_option_of_the_tree_has_a_case_and_every_case_is_of_the_tree()
    {
        RootCommand root = Root.Build(new Terminal(TextWriter.Null, TextWriter.Null));
        (string, string)[] tree = [.. root.Subcommands.SelectMany(static verb => verb.Options
            .Where(static option => option is not (HelpOption or VersionOption)).Select(option => (verb.Name, option.Name)))];
        (string, string)[] cases = [.. OptionTable.All.Select(static known => (known.Verb, known.Option)).Concat(OptionTable.Elsewhere.Keys).Distinct()];
        Assert.Equal(tree.Order(), cases.Order());
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_option_matters_where_it_should_and_nowhere_else(string verb)
    {
        OptionCase[] cases = [.. OptionTable.All.Where(known => known.Verb == verb)];
        var faults = new ConcurrentQueue<string>();
        Parallel.ForEach(cases.Where(static known => known.Effect != Effect.Writes), Try);

        // What writes a file is told by what is new in the folder, so nothing else may write then.
        foreach (OptionCase known in cases.Where(static known => known.Effect == Effect.Writes))
        {
            Try(known);
        }

        Assert.True(faults.IsEmpty, string.Join('\n', faults));

        void Try(OptionCase known)
        {
            try
            {
                Look(known);
            }
            catch (Exception fault)
            {
                faults.Enqueue($"{known}: {fault.Message}");
            }
        }
    }

    [Fact]
    public void The_relative_tolerance_is_of_the_states_size_and_the_absolute_one_is_not()
    {
        // States of a variance-exploding process begin 50 wide: a relative tolerance lets more pass there than the same absolute one.
        int relative = Evaluations("1e-2", "1e-6");
        int absolute = Evaluations("1e-6", "1e-2");
        Assert.True(relative < 0.9 * absolute, $"{relative}, {absolute}");

        int Evaluations(string rtol, string atol)
        {
            string talk = ProgramRun.Done("sample", "--model", "mixture8", "--process", "ve", "--solver", "dopri5", "--rtol", rtol, "--atol", atol, "--count", "20", "--out", files.Result(".npy")).Error;
            return (int)double.Parse(Regex.Match(talk, "([0-9.]+) evaluations").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private void Look(OptionCase known)
    {
        string first = $"{known.Words} {known.First}";
        string second = $"{known.Words} {known.Second}";
        if (known.Effect is Effect.Matters or Effect.DoesNot)
        {
            string one = OptionResults.Of(files, known.Verb, first);
            string other = OptionResults.Of(files, known.Verb, second);
            Assert.True(one.Length > 4, "there is no result");
            Assert.True(one == other == (known.Effect == Effect.DoesNot), known.Effect == Effect.DoesNot ? "the results differ" : "the results are the same");
            return;
        }

        string made = "";
        string[] words = [known.Verb, .. files.Words(Result().Replace(second, match => made = files.Result(match.Groups[1].Value)))];
        if (known.Effect == Effect.Refused)
        {
            ProgramRun refused = ProgramRun.Of([.. words, .. known.Verb == "compare" ? Array.Empty<string>() : ["--out", files.Result(".npy")]]);
            Assert.Equal(App.BadUsage, refused.Code);
            Assert.True(refused.Error.Contains(known.Option, StringComparison.Ordinal), refused.Error);
            return;
        }

        string[] before = files.All;
        ProgramRun run = ProgramRun.Done(words);
        Assert.Equal([Path.GetFileName(made)], files.All.Except(before));
        Assert.True(Directory.Exists(made) ? Directory.GetFiles(made).Length > 1 : new FileInfo(made).Length > 20, run.Out);
    }

    [GeneratedRegex(@"\{RESULT(\.?[a-z]*)\}")]
    private static partial Regex Result();
}
