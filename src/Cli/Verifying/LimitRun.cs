using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Schedules;
using ScoreSde.Verification.Limit;

namespace ScoreSde.Cli.Verifying;

/// <summary>Carries out <c>verify --limit</c>.</summary>
internal static class LimitRun
{
    /// <summary>Prints the table and writes the figure where one is asked for.</summary>
    public static int Execute(LinearSchedule schedule, string? figure, Terminal terminal)
    {
        LimitTable table = LimitTable.Compute(schedule, cancellation: terminal.Cancellation);
        (double signal, double divergence, double variance) = table.Rates;
        TableWriter.Write(
            new ReportTable(
                $"The DDPM chain of N steps reaches the variance-preserving SDE, {schedule.Name}",
                [new("N", true), new("|ln ᾱ_N + ∫β|", true), new("KL of paths, nats", true), new("|variance error|", true), new("N² KL of shape", true)],
                [
                    .. table.Rows.Select(static row => new[] { $"{row.Steps}", Cell(row.LogSignal), Cell(row.Divergence), Cell(row.Variance), double.IsFinite(row.Shape) ? $"{row.Shape:F3}" : "-" }),
                    ["rate", $"{signal:F4}", $"{divergence:F4}", $"{variance:F4}", ""],
                ])
            {
                Notes =
                [
                    "ln ᾱ_N: end of the forward chain with linear β_i; -: a step would lose more than everything.",
                    $"shape: N² Σ E KL(true reverse kernel ‖ Gaussian with its moments) on ½ N(−0.8, 0.16) + ½ N(0.8, 0.16), up to 1000 steps; it tends to (1/12) ∫ β³ E(∂³ ln p)² dt = {table.ShapeLimit:F3}.",
                    "KL: true reverse path against DDPM with variance β; variance error: of that chain at t = 0.1. Both on N(0, 0.09), exact sums.",
                ],
            },
            terminal);
        if (figure is not null)
        {
            ResultFile.Write(figure, terminal, stream => LogLogChart.Write(
                stream,
                "The DDPM chain reaches the variance-preserving SDE",
                "N, steps of the chain",
                "error",
                [
                    ($"|ln ᾱ_N + ∫β|, rate {signal:F3}", table.Rows.Select(static row => ((double)row.Steps, row.LogSignal))),
                    ($"KL of paths, nats, rate {divergence:F3}", table.Rows.Select(static row => ((double)row.Steps, row.Divergence))),
                    ($"|variance error| at t = 0.1, rate {variance:F3}", table.Rows.Select(static row => ((double)row.Steps, row.Variance))),
                ]));
        }

        return ExitCode.Done;
    }

    private static string Cell(double value) => double.IsFinite(value) ? $"{value:E4}" : "-";
}
