using System.CommandLine;
using System.CommandLine.Invocation;

namespace ScoreSde.Cli.Commands;

/// <summary>Writes the program's version.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"scoresde {typeof(App).Assembly.GetName().Version?.ToString(3)}");
        return App.Done;
    }
}
