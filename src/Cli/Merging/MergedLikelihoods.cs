using System.Runtime.InteropServices;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Likelihood;

namespace ScoreSde.Cli.Merging;

/// <summary>What <c>likelihood</c> says of all rows, of rows that parts of it have found.</summary>
internal static class MergedLikelihoods
{
    private const int Columns = 3;
    private const string Verb = "scoresde likelihood ";

    /// <summary>Whether the parts are of that verb.</summary>
    public static bool Are(MergePart part) => part.Record.Run.Command.StartsWith(Verb, StringComparison.Ordinal) && part.Head is { Descriptor: "<f8", Shape: [_, Columns] };

    /// <summary>The table; its figures are those of one run over all rows.</summary>
    /// <param name="file">The merged array: ln p, error of the steps, error of the probes.</param>
    /// <param name="head">Bytes before its rows.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="terminal">Where it goes.</param>
    public static void Write(PartialFile file, int head, int rows, Terminal terminal)
    {
        var numbers = new double[checked(rows * Columns)];
        file.Read(MemoryMarshal.AsBytes(numbers.AsSpan()), head);
        double[] Column(int j) => [.. Enumerable.Range(0, rows).Select(i => numbers[(i * Columns) + j])];
        var result = new LogDensities(Column(0), Column(2), [], 0);
        double[] steps = Column(1);
        var lines = new List<IReadOnlyList<string>>
        {
            new[] { "mean ln p", $"{result.Mean:F5}" },
            new[] { "standard error over the rows", Quantity.Number(result.StandardError) },
            new[] { "error of the steps, mean of its estimate", Quantity.Number(steps.Average()) },
            new[] { "error of the steps, largest estimate", Quantity.Number(steps.Max()) },
        };
        if (Array.Exists(result.ProbeErrors, static error => error != 0 && double.IsFinite(error)))
        {
            lines.Insert(2, ["standard error of the probes", Quantity.Number(Math.Sqrt(result.ProbeErrors.Sum(static error => error * error)) / rows)]);
        }

        TableWriter.Write(new ReportTable($"{rows} rows", [new("quantity"), new("nats", true)], lines), terminal);
    }
}
