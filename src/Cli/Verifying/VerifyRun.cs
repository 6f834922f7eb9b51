using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Cli.Tables;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Cli.Verifying;

/// <summary>Carries out <c>verify</c>.</summary>
internal static class VerifyRun
{
    /// <summary>Checks the properties, writes what was found; 1 where one failed.</summary>
    public static int Execute(VerifySettings settings, Terminal terminal)
    {
        Plans.Verifying().Check(terminal);
        VerificationReport report;
        using (var bar = new ProgressBar("verify", terminal))
        {
            report = VerificationRun.Run(settings.Options, (index, count, name) => bar.Report((double)index / count, $" {name}"));
        }

        TableWriter.Write(VerifyTable.Of(report), terminal);
        foreach (PropertyRecord broken in report.Records.Where(static record => record.Failed))
        {
            terminal.Out.WriteLine($"{broken.Property.Name} failed: {broken.Property.Statement}");
            terminal.Out.WriteLine($"  counterexample: {broken.Result.Failure!.Text}");
            terminal.Out.WriteLine($"  at fault:       {broken.Result.Failure.Reason}");
            terminal.Out.WriteLine($"  replay:         {settings.Replay(broken)}");
            terminal.Out.WriteLine();
        }

        if (settings.JsonFile is { } json)
        {
            ResultFile.Write(json, terminal, stream => ReportJson.Write(report, stream));
        }

        if (settings.HtmlFile is { } html)
        {
            ResultFile.Write(html, terminal, stream => VerifyPage.Write(report, settings, stream));
        }

        terminal.Out.WriteLine(report.Counts);
        return report.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
