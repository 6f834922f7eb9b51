using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Data;

namespace ScoreSde.Cli.Commands;

/// <summary>The options that name data and say how it is read.</summary>
/// <param name="data">The option that names it.</param>
/// <param name="labels">Where its labels are.</param>
/// <param name="layout">What its axes are.</param>
internal sealed class DataOptions(Option<string> data, Option<string> labels, Option<string> layout)
{
    /// <summary>The option that names it.</summary>
    public Option<string> Data => data;

    /// <summary>The words, or null where no data was named.</summary>
    public DataRequest? Read(ArgumentReader words)
    {
        string? axes = words.Text(layout);
        DataLayout? chosen = axes is null ? null : LayoutCatalog.Shelf.Find(axes, words.Faults)?.Value;
        string? where = words.Text(labels);
        if (words.Text(data) is { } name)
        {
            return new(name, where, chosen);
        }

        foreach (Option<string> option in new[] { labels, layout }.Where(words.Has))
        {
            words.Faults.Add($"{option.Name} tells how --data is read; give that too.");
        }

        return null;
    }
}
