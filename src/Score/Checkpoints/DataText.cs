using System.Text.Json.Serialization;

namespace ScoreSde.Checkpoints;

/// <summary>The metadata entry <c>data</c>. The last three are left out where there is nothing to say.</summary>
internal sealed record DataText(
    string Name,
    int Count,
    int Dimension,
    int Classes,
    int[]? Image,
    double Shift,
    double Scale,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ColumnsText? Columns = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string[]? ClassNames = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OriginText? Origin = null);
