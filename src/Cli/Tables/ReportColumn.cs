namespace ScoreSde.Cli.Tables;

/// <summary>A column's head and side.</summary>
internal sealed record ReportColumn(string Head, bool IsNumber = false)
{
    /// <summary>Whether long cells may be folded into several lines.</summary>
    public bool Folds { get; init; }
}
