using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Listing;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde list [topic]</c>: the names that other commands take.</summary>
internal sealed class ListCommand : Verb
{
    private readonly Argument<string> topic = new("topic")
    {
        Description = $"What to show: {string.Join(", ", CatalogTables.Topics.Entries.Select(entry => entry.Name))}. Everything, where it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ListCommand(Terminal terminal)
        : base("list", "Show the names that the other commands take, with their facts and sources.", terminal) => Arguments.Add(topic);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } = ["scoresde list", "scoresde list solvers"];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        IEnumerable<Entry<Func<ReportTable>>> chosen = CatalogTables.Topics.Entries;
        if (words.Text(topic) is { } name)
        {
            if (name.StartsWith('-'))
            {
                words.Faults.Add(UnknownWords.Sentence(this, name));
                return null;
            }

            if (CatalogTables.Topics.Find(name, words.Faults) is not { } entry)
            {
                return null;
            }

            chosen = [entry];
        }

        return () =>
        {
            foreach (Entry<Func<ReportTable>> entry in chosen)
            {
                TableWriter.Write(entry.Value(), Terminal);
            }

            return ExitCode.Done;
        };
    }
}
