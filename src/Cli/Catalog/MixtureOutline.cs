using System.Text.Json;
using ScoreSde.Data;

namespace ScoreSde.Cli.Catalog;

/// <summary>What a mixture's file holds and where, before its numbers are read; -1 is the place of what it has not.</summary>
internal sealed class MixtureOutline
{
    private static readonly string[] Names = ["weights", "means", "deviations", "covariances"];
    private readonly (long Start, int Count)[] lists = [.. Names.Select(static _ => (-1L, 0))];

    private MixtureOutline()
    {
    }

    /// <summary>Where the list of weights begins, and how many there are.</summary>
    public (long Start, int Count) Weights => lists[0];

    /// <summary>Where the list of means begins, and how many there are.</summary>
    public (long Start, int Count) Means => lists[1];

    /// <summary>Where deviations begin, and how many there are; 0 where they are no list.</summary>
    public (long Start, int Count) Deviations => lists[2];

    /// <summary>Where the list of covariances begins, and how many there are.</summary>
    public (long Start, int Count) Covariances => lists[3];

    /// <summary>Numbers of the first mean.</summary>
    public int Dimension { get; private set; }

    /// <summary>Goes through the whole file once.</summary>
    /// <exception cref="ArgumentException">It is no object, has a name twice or one that says nothing, or a list is missing.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static MixtureOutline Of(Stream stream)
    {
        var json = new JsonStream(stream);
        if (!json.Read() || json.Kind != JsonTokenType.StartObject)
        {
            throw new ArgumentException("it must be an object with \"means\", and \"deviations\" or \"covariances\".");
        }

        var outline = new MixtureOutline();
        while (json.Read() && json.Kind == JsonTokenType.PropertyName)
        {
            outline.Take(ref json);
        }

        while (json.Read())
        {
            // Nothing may follow the object; the reader says so.
        }

        return outline;
    }

    private void Take(ref JsonStream json)
    {
        int name = 0;
        while (name < Names.Length && !json.Is(Names[name]))
        {
            name++;
        }

        if (name == Names.Length)
        {
            throw new ArgumentException($"it has \"{Excerpt.Of(json.Text())}\", which says nothing here; a mixture has {string.Join(", ", Names.Select(static name => $"\"{name}\""))}.");
        }

        if (lists[name].Start >= 0)
        {
            throw new ArgumentException($"it has \"{Names[name]}\" twice.");
        }

        json.Read();
        long start = json.Start;
        bool isList = json.Kind == JsonTokenType.StartArray;
        if (!isList && !(name == 2 && json.Kind == JsonTokenType.Number))
        {
            throw new ArgumentException($"\"{Names[name]}\" must be a list{(name == 2 ? " or a number" : "")}.");
        }

        lists[name] = (start, name == 1 ? Rows(ref json) : json.Skip());
    }

    private int Rows(ref JsonStream json)
    {
        int count = 0;
        while (json.Read() && json.Kind != JsonTokenType.EndArray)
        {
            if (json.Kind != JsonTokenType.StartArray)
            {
                throw new ArgumentException($"mean {count + 1} must be a list.");
            }

            int length = json.Skip();
            Dimension = count++ == 0 ? length : Dimension;
        }

        return count;
    }
}
