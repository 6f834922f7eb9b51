using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Parts;

/// <summary>A part of a run whose rows are written at its end.</summary>
/// <param name="Run">The run.</param>
/// <param name="Shard">Which part.</param>
internal sealed record PartOfRun(RunIdentity Run, Shard Shard)
{
    /// <summary>Its rows.</summary>
    public RowRange Rows => Shard.RowsOf(Run.Count);

    /// <summary>A fault where <c>--resume</c> is asked for and no part is: such a run keeps nothing on its way.</summary>
    public static void CheckResume(ArgumentReader words, Option<bool> resume, Option<string> shard)
    {
        if (words.Has(resume) && !words.Has(shard))
        {
            words.Faults.Add($"{resume.Name} needs {shard.Name}: what an interrupted run loses is one part, and there can be as many as you like.");
        }
    }

    /// <summary>Writes the record beside the part's array, which is complete.</summary>
    /// <exception cref="Data.DataFileException">It cannot be read or written.</exception>
    public void Record(string path) => new PartRecord
    {
        Format = PartRecord.ThisFormat,
        Run = Run,
        Shard = Shard.ToString(),
        Rows = Rows,
        Checksum = Checksum.Of(path),
    }.Write(PartRecord.NameFor(path));

    /// <summary>Whether an earlier run has completed this part.</summary>
    /// <exception cref="Data.DataFileException">The file or its record is damaged.</exception>
    public bool IsComplete(string path) =>
        File.Exists(path) && PartRecord.Read(PartRecord.NameFor(path)) is { Checksum: { } hash } written
        && written.Rows == Rows && Run.DifferenceFrom(written.Run) is null && hash == Checksum.Of(path);

    /// <summary>Says that the part is there.</summary>
    /// <returns>The exit code.</returns>
    public int Tell(string path, Terminal terminal)
    {
        terminal.Out.WriteLine($"{path}: complete, {this}");
        return ExitCode.Done;
    }

    /// <inheritdoc/>
    public override string ToString() => $"rows {Rows.First} to {Rows.End - 1} of {Run.Count} (shard {Shard})";
}
