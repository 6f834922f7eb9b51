using System.Globalization;

namespace ScoreSde.Data.Own;

/// <summary>The label of each row: a class, numbered from 0, for each label that occurs, in the order of their numbers or else of their letters.</summary>
internal sealed class RowLabels
{
    private RowLabels(int[] classes, string[] names) => (Classes, Names) = (classes, names);

    /// <summary>The class of each row.</summary>
    public int[] Classes { get; }

    /// <summary>The label of each class as the file has it.</summary>
    public string[] Names { get; }

    /// <summary>Labels as words.</summary>
    public static RowLabels Of(IReadOnlyList<string> words)
    {
        string[] names = [.. words.Distinct(StringComparer.Ordinal)];
        var numbers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (decimal.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            {
                numbers[name] = number;
            }
        }

        names = numbers.Count == names.Length
            ? [.. names.OrderBy(name => numbers[name]).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. names.Order(StringComparer.Ordinal)];
        Dictionary<string, int> places = Places(names);
        return new([.. words.Select(word => places[word])], names);
    }

    /// <summary>Labels of one byte.</summary>
    public static RowLabels Of(ReadOnlySpan<byte> labels)
    {
        var occurs = new bool[256];
        foreach (byte label in labels)
        {
            occurs[label] = true;
        }

        int[] known = [.. Enumerable.Range(0, 256).Where(label => occurs[label])];
        var places = new int[256];
        for (int i = 0; i < known.Length; i++)
        {
            places[known[i]] = i;
        }

        var classes = new int[labels.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = places[labels[i]];
        }

        return new(classes, [.. known.Select(label => $"{label}")]);
    }

    /// <summary>The same rows numbered by other classes.</summary>
    /// <returns>The class of each row; null where <paramref name="names"/> lacks one, which <paramref name="stranger"/> then is.</returns>
    public int[]? In(IReadOnlyList<string> names, out string? stranger)
    {
        Dictionary<string, int> places = Places(names);
        stranger = Names.FirstOrDefault(name => !places.ContainsKey(name));
        return stranger is null ? [.. Classes.Select(place => places[Names[place]])] : null;
    }

    private static Dictionary<string, int> Places(IReadOnlyList<string> names) =>
        names.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
}
