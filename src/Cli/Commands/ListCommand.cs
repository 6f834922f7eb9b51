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

    private readonly Option<bool> all;

    public ListCommand(Terminal terminal)
        : base("list", "Show the names that the other commands take, with their facts and sources.", terminal)
    {
        Arguments.Add(topic);
        all = Switch("--all", "Show also the solvers that repeat other projects' departures from their papers, and constructions of tutorials.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } = ["scoresde list", "scoresde list solvers", "scoresde list solvers --all"];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        IEnumerable<Entry<Func<bool, IEnumerable<ReportTable>>>> chosen = CatalogTables.Topics.Entries;
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

            if (words.Switch(all) && entry.Name != CatalogTables.SolversTopic)
            {
                words.Faults.Add($"{all.Name} means nothing for '{entry.Name}': it adds solvers.");
                return null;
            }

            chosen = [entry];
        }

        return () =>
        {
            foreach (ReportTable table in chosen.SelectMany(entry => entry.Value(words.Switch(all))))
            {
                TableWriter.Write(table, Terminal);
            }

            return ExitCode.Done;
        };
    }
}
