using Microsoft.CodeAnalysis.Text;

namespace ScoreSde.Mutation;

/// <summary>One slip: a piece of one source file in the place of which something else stands.</summary>
/// <param name="File">The file, from the repository's root.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Kind">Which kind of slip.</param>
/// <param name="Start">Where the piece begins.</param>
/// <param name="Before">The piece.</param>
/// <param name="After">What stands there instead.</param>
internal sealed record Mutant(string File, int Line, string Kind, int Start, string Before, string After)
{
    /// <summary>The folder, from the repository's root: the stratum of a sample.</summary>
    public string Folder => Path.GetDirectoryName(File)!.Replace('\\', '/');

    /// <summary>The source with the slip in it.</summary>
    public SourceText In(SourceText source) => source.WithChanges(new TextChange(new TextSpan(Start, Before.Length), After));
}
