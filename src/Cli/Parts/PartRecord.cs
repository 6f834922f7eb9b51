using System.Text.Json;
using System.Text.Json.Serialization;
using ScoreSde.Data;

namespace ScoreSde.Cli.Parts;

/// <summary>
/// The small JSON file beside an array: of which run it holds which rows. Beside a part that is complete it has the part's checksum; beside one that is being drawn it has none.
/// </summary>
internal sealed record PartRecord
{
    /// <summary>The first words of every such file.</summary>
    public const string ThisFormat = "scoresde part 2";

    private const string EarlierFormat = "scoresde part 1";
    private const long MostBytes = 1 << 18;

    /// <summary>What kind of file this is.</summary>
    [JsonPropertyName("format")]
    public required string Format { get; init; }

    /// <summary>The run.</summary>
    [JsonPropertyName("run")]
    public required RunIdentity Run { get; init; }

    /// <summary>Which part, as <c>3/16</c>; null of a whole run.</summary>
    [JsonPropertyName("shard")]
    public string? Shard { get; init; }

    /// <summary>Its rows.</summary>
    [JsonPropertyName("rows")]
    public required RowRange Rows { get; init; }

    /// <summary>The <see cref="Parts.Checksum"/> of the array's file, once it is complete.</summary>
    [JsonPropertyName("xxh128")]
    public string? Checksum { get; init; }

    /// <summary>Of samples of a comparison's runs: what these cost.</summary>
    [JsonPropertyName("comparison")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunCosts? Comparison { get; init; }

    /// <summary>The name of the record of a complete part.</summary>
    public static string NameFor(string path) => $"{path}.json";

    /// <summary>Reads one; null where there is none.</summary>
    /// <exception cref="DataFileException">It is damaged or of another kind.</exception>
    public static PartRecord? Read(string name)
    {
        if (!File.Exists(name))
        {
            return null;
        }

        try
        {
            if (new FileInfo(name).Length > MostBytes)
            {
                throw new DataFileException(name, "it is too long to be the record of a part.");
            }

            PartRecord? record = JsonSerializer.Deserialize(File.ReadAllBytes(name), PartJson.Readable.PartRecord);
            if (record is { Format: EarlierFormat })
            {
                throw new DataFileException(name, "it is of an earlier version of the program, which had other checksums: draw and merge by one version.");
            }

            return record is { Comparison: null or { Parts: > 0, Runs.Count: > 0 }, Format: ThisFormat, Run: { Command: not null, Version: not null, Inputs: not null }, Rows: { First: >= 0, Count: >= 0 } } && record.Rows.Count <= record.Run.Count - record.Rows.First
                && record.Comparison?.Runs.Contains(null!) != true
                ? record
                : throw new DataFileException(name, "it is not the record of a part.");
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException)
        {
            throw new DataFileException(name, "it is not the record of a part.", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(name, "it cannot be read.", cause);
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    public void Write(string name) => PendingFile.Write(name, stream => JsonSerializer.Serialize(stream, this, PartJson.Readable.PartRecord));
}
