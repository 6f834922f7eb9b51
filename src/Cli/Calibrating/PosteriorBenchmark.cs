using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary><c>scoresde restore --benchmark</c>: each method's bias against the exact posterior, and whether truths have even ranks among its samples.</summary>
/// <param name="Truths">Truths to rank; 0 for none.</param>
/// <param name="SamplesOfTruth">Samples for each.</param>
/// <param name="Particles">Particles of each sample, for the method that has them.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Threads">Worker threads.</param>
/// <param name="Files">Where findings go.</param>
/// <param name="Command">The command that repeats the run.</param>
internal sealed record PosteriorBenchmark(int Truths, int SamplesOfTruth, int Particles, ulong Seed, int Threads, CalibrationFiles Files, string Command)
{
    /// <summary>Samples by which a bias is measured.</summary>
    public const int Samples = 10_000;

    private const int Steps = 100;

    // Particles of all samples together, which is what they cost.
    private const int AllParticles = 20_000;
    private const int FewestSamples = 100;

    /// <summary>The methods.</summary>
    public IReadOnlyList<PosteriorMethod> Methods { get; init; } = [.. PosteriorMethod.All, PosteriorMethod.Twisted(Particles)];

    /// <summary>The problems.</summary>
    public IReadOnlyList<PosteriorCase> Problems { get; init; } = PosteriorCase.All;

    /// <summary>Writes one table a case, and the files.</summary>
    /// <returns>The exit code.</returns>
    public int Execute(Terminal terminal)
    {
        var process = new VariancePreserving(new LinearSchedule());
        TimeGrid grid = Grids.Quadratic(Steps);
        using var progress = new ProgressBar("posteriors", terminal);
        double done = 0;
        double all = Problems.Count * (Methods.Count + 1.0);
        var report = new CalibrationReport($"{process.Name} ({process.Schedule.Name})", grid.Name, Steps, Seed, Truths, SamplesOfTruth, [], Command);
        foreach (PosteriorCase problem in Problems)
        {
            var found = new List<CalibratedMethod>();
            foreach (PosteriorMethod? method in Methods.Append(null))
            {
                var options = new SamplerOptions { Threads = Threads, Cancellation = terminal.Cancellation };
                terminal.Cancellation.ThrowIfCancellationRequested();
                found.Add(method is null ? Floor(problem, process, options) : Found(method, problem, process, grid, options));
                progress.Report(++done / all);
            }

            report = report with { Cases = [.. report.Cases, new(problem.Name, found)] };
            progress.Dispose();
            TableWriter.Write(CalibrationTable.Of(report, report.Cases[^1]), terminal);
        }

        foreach (string line in CalibrationNotes.Of(report))
        {
            terminal.Out.WriteLine(line);
        }

        Files.Write(report, terminal);
        return ExitCode.Done;
    }

    private CalibratedMethod Found(PosteriorMethod method, PosteriorCase problem, VariancePreserving process, TimeGrid grid, SamplerOptions options)
    {
        int samples = method.Particles is null ? Samples : Math.Clamp(AllParticles / Particles, FewestSamples, Samples);
        var found = new CalibratedMethod(method.Name, 0);
        try
        {
            var bias = PosteriorBias.Measure(method, problem, process, grid, samples, Seed, options);
            found = found with { Evaluations = bias.Evaluations, Bias = bias };
            return Truths == 0 ? found : found with { Ranks = Calibration.Measure(method, problem, process, grid, Truths, SamplesOfTruth, Seed, options) };
        }
        catch (Exception failure) when (failure is NonFiniteSampleException or ArithmeticException)
        {
            return found with { IsDiverged = true };
        }
    }

    private CalibratedMethod Floor(PosteriorCase problem, VariancePreserving process, SamplerOptions options) => new(CalibratedMethod.Floor, 0)
    {
        Bias = PosteriorBias.Floor(problem, process, Samples, Seed),
        Ranks = Truths == 0 ? null : Calibration.Floor(problem, process, Truths, SamplesOfTruth, Seed, options),
    };
}
