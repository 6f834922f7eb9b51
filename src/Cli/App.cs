using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Commands;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli;

/// <summary>
/// The program: words in, exit code out. 0: done. 1: failed, or was stopped, while running. 2: the words make no sense
/// (found before any work). Whatever fails is told in one sentence on the error writer.
/// </summary>
public static class App
{
    /// <summary>Exit code of a run that did what was asked.</summary>
    public const int Done = ExitCode.Done;

    /// <summary>Exit code of a run that failed or was stopped.</summary>
    public const int Failed = ExitCode.Failed;

    /// <summary>Exit code of words that cannot be carried out.</summary>
    public const int BadUsage = ExitCode.BadUsage;

    /// <summary>Carries out one command line.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="terminal">Where results and talk go.</param>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        terminal = terminal.Guarded();
        string command = "scoresde";
        try
        {
            RootCommand root = Root.Build(terminal);
            ParseResult words = root.Parse(FormerWords.Renewed(arguments), new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            command = Root.PathOf(words.CommandResult.Command);
            UnknownWords.ThrowIfAny(words);
            return words.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException usage)
        {
            foreach (string fault in usage.Faults)
            {
                terminal.Error.WriteLine($"scoresde: {FailureSentence.Plain(fault)}");
            }

            terminal.Error.WriteLine($"Try '{command} --help'.");
            return BadUsage;
        }
        catch (Exception failure)
        {
            terminal.Error.WriteLine($"scoresde: {FailureSentence.Of(failure)}");
            return Failed;
        }
    }
}
