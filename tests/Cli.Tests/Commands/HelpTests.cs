using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class HelpTests
{
    // As the program's own help lists them.
    private static readonly string[] Names = [.. Regex.Matches(ProgramRun.Done("--help").Out.Split("Commands:")[1].Split("Examples:")[0], "^  ([a-z]+)", RegexOptions.Multiline).Select(static verb => verb.Groups[1].Value)];

    public static TheoryData<string> Verbs => [.. Names];

    [Fact]
    public void Without_words_the_program_shows_its_help()
    {
        ProgramRun run = ProgramRun.Done();
        Golden.Check("help", run.Out);
        Assert.Equal(run.Out, ProgramRun.Done("--help").Out);
        Assert.Empty(run.Error);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Each_verb_explains_itself(string verb) => Golden.Check($"help-{verb}", ProgramRun.Done(verb, "--help").Out);

    [Fact]
    public void Every_example_of_the_help_texts_is_understood()
    {
        foreach (string verb in Names.Prepend(""))
        {
            string[] words = verb.Length == 0 ? ["--help"] : [verb, "--help"];
            string[] lines = ProgramRun.Done(words).Out.Split('\n');
            string[] examples = [.. lines.Where(line => line.StartsWith("  scoresde ", StringComparison.Ordinal)).Where(line => !line.Contains('[', StringComparison.Ordinal))];
            Assert.NotEmpty(examples);
            foreach (string example in examples)
            {
                // An unknown option beside the words stops the run before any work, and is then the only fault.
                ProgramRun run = ProgramRun.Of([.. example.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1), "--nothing-of-the-kind"]);
                Assert.Equal(App.BadUsage, run.Code);
                Assert.Equal(2, run.Error.TrimEnd('\n').Split('\n').Length);
                Assert.Contains("no option '--nothing-of-the-kind'", run.Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_version_is_one_line() => Assert.Matches(@"^scoresde \d+\.\d+\.\d+\n$", ProgramRun.Done("--version").Out);
}
