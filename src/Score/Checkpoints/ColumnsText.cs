namespace ScoreSde.Checkpoints;

/// <summary>The part <c>columns</c> of the metadata entry <c>data</c>.</summary>
internal sealed record ColumnsText(double[] Shift, double[] Scale);
