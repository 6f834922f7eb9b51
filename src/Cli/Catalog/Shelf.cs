using ScoreSde.Cli.Arguments;

namespace ScoreSde.Cli.Catalog;

/// <summary>All the names of one kind of thing.</summary>
/// <param name="kind">What they name, singular: <c>solver</c>.</param>
/// <param name="topic">The word after <c>scoresde list</c> that shows them.</param>
/// <param name="entries">The entries, in the order of <c>list</c>.</param>
internal sealed class Shelf<T>(string kind, string topic, params Entry<T>[] entries)
    where T : notnull
{
    /// <summary>The entries, in the order of <c>list</c>.</summary>
    public IReadOnlyList<Entry<T>> Entries => entries;

    /// <summary>The entry of that name, or null; an unknown name is a fault that lists the nearest.</summary>
    public Entry<T>? Find(string name, Faults faults)
    {
        Entry<T>? entry = Array.Find(entries, candidate => candidate.Answers(name));
        if (entry is null)
        {
            faults.Add(Unknown(name));
        }

        return entry;
    }

    /// <summary>The sentence about a name that is not here.</summary>
    /// <param name="name">The name.</param>
    /// <param name="sort">What it might have been; the shelf's own kind where null.</param>
    public string Unknown(string name, string? sort = null) =>
        $"There is no {sort ?? kind} '{name}'. Nearest: {string.Join(", ", NearestNames.To(name, entries, static entry => entry.Names).Select(static entry => entry.Name))}. " +
        $"'scoresde list{(topic.Length == 0 ? "" : " ")}{topic}' shows all.";
}
