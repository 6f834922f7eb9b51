using System.Text;
using System.Text.Json;
using ScoreSde.Data;

namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>data</c> to and from the description of data.</summary>
internal static class DataWords
{
    private const double LargestUnit = 1e30;
    private const int MostClasses = 1 << 20;
    private const int FewEntries = 64;

    /// <summary>Refuses an entry before it is read of which a list has more entries than <paramref name="most"/>, and more than the few of other lists.</summary>
    /// <exception cref="FormatException">It has.</exception>
    public static void RefuseLongLists(string text, long most)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        long count = 0;
        try
        {
            while (json.Read())
            {
                count = json.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray ? 0 : count + 1;
                if (count > Math.Max(most, FewEntries))
                {
                    throw new FormatException($"the entry data has a list of more than {Math.Max(most, FewEntries)} entries, which no network of so many numbers has");
                }
            }
        }
        catch (JsonException)
        {
            // What reads it tells of it.
        }
    }

    /// <summary>The most bytes that a checkpoint's header can have for this data.</summary>
    public static long MostBytes(DataDescription data)
    {
        // A number has 24 letters and a comma; a letter of a name, escaped in a text that is escaped itself, 7, and its quotes and comma 13.
        const long Paths = 1 << 18;
        return Paths + (50L * (data.Columns?.Shift.Count ?? 0)) + data.ClassNames.Sum(static name => (7L * name.Length) + 13);
    }

    /// <summary>The entry of a file that is written to <paramref name="file"/>, beside which the data may lie.</summary>
    public static DataText Of(DataDescription data, string file) => new(
        data.Name,
        data.Count,
        data.Dimension,
        data.Classes,
        data.Image is { } shape ? [shape.Height, shape.Width, shape.Channels] : null,
        data.Scaling.Shift,
        data.Scaling.Scale,
        data.Columns is { } columns ? new([.. columns.Shift], [.. columns.Scale]) : null,
        data.ClassNames.SequenceEqual(DataSet.Numbered(data.Classes)) ? null : [.. data.ClassNames],
        data.Origin is { } origin ? Of(origin, Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".") : null);

    /// <exception cref="FormatException">The entry contradicts itself or is out of range.</exception>
    /// <exception cref="ArgumentException">A unit is out of range.</exception>
    public static DataDescription Read(DataText data)
    {
        ImageShape? image = data.Image switch
        {
            null => null,
            [> 0 and var height, > 0 and var width, > 0 and var channels]
                when (long)height * width * channels == data.Dimension => new ImageShape(height, width, channels),
            _ => throw new FormatException("the picture's shape does not fit the dimension"),
        };
        if (!(Math.Abs(data.Shift) <= LargestUnit && data.Scale is > 0 and <= LargestUnit))
        {
            throw new FormatException($"the data's shift {data.Shift} or scale {data.Scale} is out of range");
        }

        if (data.Count < 1)
        {
            throw new FormatException($"it was trained on {data.Count} rows");
        }

        if (data.Classes is < 0 or > MostClasses)
        {
            throw new FormatException($"it has {data.Classes} classes, not 0 to {MostClasses}");
        }

        if (data.ClassNames is { } names && (names.Length != data.Classes || names.Distinct(StringComparer.Ordinal).Count() != names.Length))
        {
            throw new FormatException("the names of the classes do not fit their number");
        }

        if (data.Columns is { } columns && columns.Shift.Length != 1 && columns.Shift.Length != data.Dimension)
        {
            throw new FormatException("the units of the columns do not fit the dimension");
        }

        return new(data.Name, data.Count, data.Dimension, data.Classes, image, new DataScaling(data.Shift, data.Scale))
        {
            Columns = data.Columns is { } units ? new ColumnUnits(units.Shift, units.Scale) : null,
            ClassNames = data.ClassNames ?? DataSet.Numbered(data.Classes),
            Origin = data.Origin is { } origin ? Read(origin) : null,
        };
    }

    private static OriginText Of(DataOrigin origin, string folder) => new(
        origin.Path,
        Beside(folder, origin.Path),
        origin.Labels,
        origin.Labels is { } labels && Path.IsPathFullyQualified(labels) ? Beside(folder, labels) : null,
        origin.Layout?.ToString(),
        origin.Bytes,
        origin.Rows,
        origin.Split,
        origin.Hash);

    // Null on another drive, to which no relative path leads.
    private static string? Beside(string folder, string path) =>
        Path.GetRelativePath(folder, path) is var relative && Path.IsPathRooted(relative) ? null
            : Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');

    private static DataOrigin Read(OriginText origin)
    {
        if (origin.Bytes < 0 || origin.Rows < 1)
        {
            throw new FormatException($"the data has {origin.Rows} rows in {origin.Bytes} bytes");
        }

        foreach (string path in new[] { origin.Path, origin.Beside, origin.Labels, origin.LabelsBeside }.OfType<string>())
        {
            if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            {
                throw new FormatException("the data's place is no path");
            }
        }

        DataLayout? layout = origin.Layout is null ? null
            : Enum.TryParse(origin.Layout, out DataLayout known) && Enum.GetName(known) == origin.Layout ? known
            : throw new FormatException("the data's layout is unknown");
        return new(origin.Path, origin.Labels, layout, origin.Bytes, origin.Rows, origin.Split, origin.Hash)
        {
            Beside = origin.Beside,
            LabelsBeside = origin.LabelsBeside,
        };
    }
}
