namespace ScoreSde.Cli.Tables;

/// <summary>A table as data: what a writer needs and no more.</summary>
/// <param name="Title">One line above it.</param>
/// <param name="Columns">Heads, from the left.</param>
/// <param name="Rows">Cells, each row as long as the columns.</param>
internal sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const int FoldedWidth = 36;

    /// <summary>Lines beneath the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Rows after which a line is drawn.</summary>
    public IReadOnlySet<int> BreaksAfter { get; init; } = new HashSet<int>();

    /// <summary>Columns from the left that name a row, and stand in each part of a table that is divided.</summary>
    public int Keys { get; init; } = 1;

    /// <summary>The characters that its columns need beside each other; one that folds needs no more than a few words.</summary>
    public int LeastWidth => 1 + Widths.Sum();

    // A cell has a blank on its right, and the table one on its left.
    private int[] Widths => [.. Enumerable.Range(0, Columns.Count).Select(c =>
        2 + Math.Max(Columns[c].Head.Length, Math.Min(Columns[c].Folds ? FoldedWidth : int.MaxValue, Rows.Select(row => row[c].Length).DefaultIfEmpty().Max())))];

    /// <summary>The table in as many parts as it takes to stay within that many characters, where its keys and one column more fit.</summary>
    public IEnumerable<ReportTable> Within(int width)
    {
        int[] widths = Widths;
        if (Columns.Count <= Keys || 1 + widths.Sum() <= width)
        {
            yield return this;
            yield break;
        }

        int first = Keys;
        while (first < Columns.Count)
        {
            int end = first + 1;
            for (int room = width - 1 - widths[..Keys].Sum() - widths[first]; end < Columns.Count && widths[end] <= room; end++)
            {
                room -= widths[end];
            }

            int[] shown = [.. Enumerable.Range(0, Keys), .. Enumerable.Range(first, end - first)];
            yield return this with { Columns = [.. shown.Select(c => Columns[c])], Rows = [.. Rows.Select(row => (IReadOnlyList<string>)[.. shown.Select(c => row[c])])] };
            first = end;
        }
    }
}
