namespace ScoreSde.Cli.Reports;

/// <summary>A table as data: what a writer needs and no more.</summary>
/// <param name="Title">One line above it.</param>
/// <param name="Columns">Heads, from the left.</param>
/// <param name="Rows">Cells, each row as long as the columns.</param>
internal sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Lines beneath the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Rows after which a line is drawn.</summary>
    public IReadOnlySet<int> BreaksAfter { get; init; } = new HashSet<int>();
}
