using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Merging;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde merge OUT PART…</c>: makes one file of the parts of a run.</summary>
internal sealed class MergeCommand : Verb
{
    private readonly Argument<string> target = new("OUT")
    {
        Description = "Where the whole array goes, .npy.",
        Arity = ArgumentArity.ExactlyOne,
    };

    private readonly Argument<string[]> parts = new("PART")
    {
        Description = "The parts that --shard has made, .npy, in any order, each with its record PART.json beside it.",
        Arity = ArgumentArity.OneOrMore,
    };

    public MergeCommand(Terminal terminal)
        : base("merge", "Make one file of the parts of a run: the very bytes that the whole run would have written. Parts that are missing, doubled, damaged or of another run are named.", terminal)
    {
        Arguments.Add(target);
        Arguments.Add(parts);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } = ["scoresde merge samples.npy part-*.npy"];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        string path = words.Text(target)!;
        string[] named = words.Texts(parts);
        foreach (string word in named.Prepend(path))
        {
            if (word.StartsWith('-'))
            {
                words.Faults.Add(ResultFile.IsStream(word) ? "'merge' writes and reads files alone, not -." : UnknownWords.Sentence(this, word));
            }
        }

        if (!words.Faults.None)
        {
            return null;
        }

        if (FileKinds.Other(path, ".npy") is { } other)
        {
            words.Faults.Add($"'merge' writes .npy, not {other}: {path}.");
        }

        OutputPath.Check(path, words.Faults);
        OutputPath.CheckNotRead(words.Faults, ("OUT", path), named.Select(static part => ("PART", (string?)part)));
        return () => MergeRun.Execute(path, named, Terminal);
    }
}
