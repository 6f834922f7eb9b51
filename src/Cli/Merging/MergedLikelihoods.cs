using System.Runtime.InteropServices;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Likelihood;

namespace ScoreSde.Cli.Merging;

/// <summary>What <c>likelihood</c> says of all rows, of rows that parts of it have found.</summary>
internal static class MergedLikelihoods
{
    private const int Fewest = 3;
    private const int Most = 5;
    private const string Weighted = "--weighted";
    private const string Verb = "scoresde likelihood ";

    /// <summary>Whether the parts are of that verb.</summary>
    public static bool Are(MergePart part) => part.Record.Run.Command.StartsWith(Verb, StringComparison.Ordinal) && part.Head is { Descriptor: "<f8", Shape: [_, >= Fewest and <= Most] };

    /// <summary>The table; its figures are those of one run over all rows.</summary>
    /// <param name="command">The command of the whole run.</param>
    /// <param name="file">The merged array: ln p, error of the steps, error of the probes, and the bounds that were asked for.</param>
    /// <param name="head">Bytes before its rows.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="columns">Numbers of a row.</param>
    /// <param name="terminal">Where it goes.</param>
    public static void Write(string command, PartialFile file, int head, int rows, int columns, Terminal terminal)
    {
        var numbers = new double[checked(rows * columns)];
        file.Read(MemoryMarshal.AsBytes(numbers.AsSpan()), head);
        double[] Column(int j) => [.. Enumerable.Range(0, rows).Select(i => numbers[(i * columns) + j])];
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

        if (columns > Fewest)
        {
            lines.AddRange(OfBound("variational bound on ln p", Column(Fewest)));
        }

        if (columns > Fewest + 1)
        {
            string[] words = command.Split(' ');
            lines.AddRange(OfBound($"bound of {words[Array.FindLastIndex(words, static word => word == Weighted) + 1]} weighted paths on ln p", Column(Fewest + 1)));
        }

        TableWriter.Write(new ReportTable($"{rows} rows", [new("quantity"), new("nats", true)], lines), terminal);
    }

    private static string[][] OfBound(string name, double[] values)
    {
        var bound = new LogDensities(values, [], [], 0);
        return [[name, $"{bound.Mean:F5}"], ["its standard error", Quantity.Number(bound.StandardError)]];
    }
}
