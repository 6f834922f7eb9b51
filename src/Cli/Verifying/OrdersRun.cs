using System.Text;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Solvers;
using ScoreSde.Verification.Orders;

namespace ScoreSde.Cli.Verifying;

/// <summary>Carries out <c>verify --orders</c>.</summary>
internal static class OrdersRun
{
    /// <summary>Prints the table and writes it into a document where one is named; 1, and nothing written, where an order is not as claimed.</summary>
    public static int Execute(string? document, Terminal terminal)
    {
        OrderTable table;
        using (var bar = new ProgressBar("verify", terminal))
        {
            table = OrderTable.Measure(
                KnownSolvers.All, (index, count, name) => bar.Report((double)index / count, $" {name}"), terminal.Cancellation);
        }

        return Write(table, document, terminal);
    }

    /// <summary>The same of a table that is measured.</summary>
    public static int Write(OrderTable table, string? document, Terminal terminal)
    {
        ReportTable report = OrderReport.Of(table);
        TableWriter.Write(report, terminal);
        if (!table.Holds)
        {
            terminal.Error.WriteLine("An order is not as claimed (FAILED)" + (document is null ? "." : $"; {document} is left as it was."));
            return ExitCode.Failed;
        }

        if (document is not null)
        {
            string updated = GeneratedPart.Orders.Replace(File.ReadAllText(document), MarkdownTable.Of(report));
            PendingFile.Write(document, stream => stream.Write(Encoding.UTF8.GetBytes(updated)));
        }

        return ExitCode.Done;
    }
}
