using System.Text.Json.Serialization;

namespace ScoreSde.Cli.Parts;

/// <summary>Consecutive samples of a run.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="Count">How many.</param>
[method: JsonConstructor]
internal readonly record struct RowRange(long First, long Count)
{
    /// <summary>Index of the first sample after them.</summary>
    [JsonIgnore]
    public long End => First + Count;
}
