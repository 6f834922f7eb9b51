namespace ScoreSde.Checkpoints;

/// <summary>The part <c>origin</c> of the metadata entry <c>data</c>.</summary>
internal sealed record OriginText(
    string Path, string? Beside, string? Labels, string? LabelsBeside, string? Layout, long Bytes, int Rows, string Split, string Hash);
