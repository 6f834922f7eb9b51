using ScoreSde.Cli.Tables;

namespace ScoreSde.Cli.Forwarding;

/// <summary>What the forward process made of data.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Process">The process's name.</param>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Count">Rows of data.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Rows">A row for each time.</param>
internal sealed record ForwardReport(string Model, string Process, string Schedule, int Count, ulong Seed, IReadOnlyList<ForwardRow> Rows)
{
    private bool HasChain => Rows.Any(row => row.Chain is not null);

    /// <summary>The table for people.</summary>
    public ReportTable ToTable() => new(
        $"{Model}: {Process} ({Schedule}), {Count} rows of data, seed {Seed}",
        [
            new("t", true), .. If(new ReportColumn("index", true)), new("α", true), new("σ", true),
            new("mean, theory", true), new("closed form", true), .. If(new ReportColumn("chain", true)),
            new("std, theory", true), new("closed form", true), .. If(new ReportColumn("chain", true)),
        ],
        [.. Rows.Select(Cells)])
    {
        Notes = ["Mean and standard deviation of all numbers, rows and coordinates alike; theory from the data in use: α m and √(α² s² + σ²)."],
    };

    private string[] Cells(ForwardRow row) =>
    [
        $"{row.Time:G6}", .. If($"{row.Index}"), $"{row.MeanScale:F5}", $"{Math.Abs(row.Deviation):F5}",
        $"{row.Theory.Mean:F4}", $"{row.ClosedForm.Mean:F4}", .. If($"{row.Chain?.Mean:F4}"),
        $"{row.Theory.Deviation:F4}", $"{row.ClosedForm.Deviation:F4}", .. If($"{row.Chain?.Deviation:F4}"),
    ];

    private T[] If<T>(T cell) => HasChain ? [cell] : [];
}
