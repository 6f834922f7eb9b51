using ScoreSde.Cli.Tables;
using ScoreSde.Solvers;
using ScoreSde.Verification.Orders;

namespace ScoreSde.Cli.Verifying;

/// <summary>Measured orders as a table with footnotes.</summary>
internal static class OrderReport
{
    private const string Marks = "¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>The table.</summary>
    public static ReportTable Of(OrderTable table)
    {
        List<string> notes = [.. table.Rows.SelectMany(static row => row.OrderNotes.Concat(row.StrongNotes)).Distinct()];
        return new(
            "Measured orders",
            [
                new("name"), new("title") { Folds = true }, new("order", true), new("measured"), new("strong", true), new("measured"),
                new("NFE"), new("noise", true), new("source") { Folds = true },
            ],
            [.. table.Rows.Select(row => Row(row, notes))])
        {
            Notes = [.. notes.Select(static (note, i) => $"{Marks[i]} {note}")],
        };
    }

    private static string[] Row(OrderRow row, List<string> notes)
    {
        SolverFacts facts = row.Facts;
        return
        [
            facts.Name,
            facts.Title,
            facts.Order == 0 ? "–" : $"{facts.Order:R}",
            Measured(row.Order, row.OrderNotes),
            facts.StrongOrder is > 0 ? $"{facts.StrongOrder:R}" : "–",
            Measured(row.Strong, row.StrongNotes) + (row.Holds ? "" : " FAILED"),
            $"{facts.EvaluationsPerStep}, {facts.EvaluationsInStepToZero}",
            $"{row.Noises}",
            facts.Source,
        ];

        string Measured(OrderRange? range, IReadOnlyList<string> limits) => string.Join(
            ' ',
            limits.Select(note => $"{Marks[notes.IndexOf(note)]}").Prepend(range is { } known ? $"{known.Low:F3}–{known.High:F3}" : "–"));
    }
}
