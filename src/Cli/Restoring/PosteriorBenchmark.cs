using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Restoring;

/// <summary><c>scoresde restore --benchmark</c>: each method's bias against the exact posterior.</summary>
internal static class PosteriorBenchmark
{
    private const int Steps = 100;
    private const int Samples = 10_000;

    /// <summary>Writes one table a case.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(ulong seed, int threads, Terminal terminal)
    {
        var process = new VariancePreserving(new LinearSchedule());
        TimeGrid grid = Grids.Quadratic(Steps);
        using var progress = new ProgressBar("posteriors", terminal);
        var options = new SamplerOptions { Threads = threads, Cancellation = terminal.Cancellation };
        double done = 0;
        foreach (PosteriorCase problem in PosteriorCase.All)
        {
            var rows = new List<IReadOnlyList<string>>();
            foreach (PosteriorMethod method in PosteriorMethod.All)
            {
                terminal.Cancellation.ThrowIfCancellationRequested();
                rows.Add(Row(method, problem, process, grid, seed, options));
                progress.Report(++done / (PosteriorCase.All.Count * PosteriorMethod.All.Count));
            }

            rows.Add(Cells(PosteriorBias.Floor(problem, process, Samples, seed)));
            progress.Dispose();
            TableWriter.Write(
                new ReportTable(
                    problem.Name,
                    [new("method"), new("NFE", true), new("mean off by", true), new("± ", true), new("spread", true), new("covariance off by", true)],
                    rows)
                {
                    BreaksAfter = new HashSet<int> { rows.Count - 2 },
                },
                terminal);
        }

        terminal.Out.WriteLine($"{process.Name} ({process.Schedule.Name}), grid {grid.Name}, {Steps} steps, seed {seed}. mean off by: |m̂ − m|/√tr Σ. spread: √(tr Σ̂/tr Σ), 1 is right.");
        terminal.Out.WriteLine($"covariance off by: |Σ̂ − Σ|/|Σ|. exact: no sampling, the stepper's own coefficients; else {Samples} samples, with the standard error of the mean.");
        terminal.Out.WriteLine($"floor: {Samples} draws from the posterior itself.");
        return ExitCode.Done;
    }

    private static string[] Row(
        PosteriorMethod method, PosteriorCase problem, VariancePreserving process, TimeGrid grid, ulong seed, SamplerOptions options)
    {
        try
        {
            return Cells(PosteriorBias.Measure(method, problem, process, grid, Samples, seed, options));
        }
        catch (Exception failure) when (failure is NonFiniteSampleException or ArithmeticException)
        {
            return [method.Name, "", "diverged", "", "", ""];
        }
    }

    private static string[] Cells(PosteriorBias bias) =>
    [
        bias.Method,
        bias.Evaluations == 0 ? "" : $"{bias.Evaluations}",
        Quantity.Number(bias.Mean),
        bias.Samples == 0 ? "exact" : Quantity.Number(bias.StandardError),
        Quantity.Number(bias.Spread),
        Quantity.Number(bias.Covariance),
    ];
}
