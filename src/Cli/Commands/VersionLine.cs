using System.CommandLine;
using System.CommandLine.Invocation;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Commands;

/// <summary>Writes the program's version.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"scoresde {typeof(VersionLine).Assembly.GetName().Version?.ToString(3)}");
        return ExitCode.Done;
    }
}
