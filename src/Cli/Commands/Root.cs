using System.CommandLine;
using System.CommandLine.Help;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Commands;

/// <summary>The program's words: one command for each verb.</summary>
internal static class Root
{
    private const string Name = "scoresde";

    /// <summary>Builds the tree of commands for one run.</summary>
    public static RootCommand Build(Terminal terminal)
    {
        var root = new RootCommand("Solves the SDEs and ODEs of diffusion models, and measures how well each solver does it.")
        {
            new CompareCommand(terminal),
            new SampleCommand(terminal),
            new MergeCommand(terminal),
            new RestoreCommand(terminal),
            new TrainCommand(terminal),
            new DescribeCommand(terminal),
            new ExportCommand(terminal),
            new ForwardCommand(terminal),
            new LikelihoodCommand(terminal),
            new VerifyCommand(terminal),
            new GridCommand(terminal),
            new VariancesCommand(terminal),
            new ListCommand(terminal),
            new DevicesCommand(terminal),
        };
        root.HelpName = Name;
        root.Directives.Clear();
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show what a command does, its options and examples.";
        help.Action = new HelpWithExamples();
        VersionOption version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the version.";
        version.Action = new VersionLine();
        root.SetAction(words => new HelpWithExamples().Invoke(words));
        return root;
    }

    /// <summary>The words that lead to a command: <c>scoresde sample</c>.</summary>
    public static string PathOf(Command command) => command is RootCommand ? Name : $"{Name} {command.Name}";
}
