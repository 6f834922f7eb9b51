using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Methods;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Cli.Tables;
using ScoreSde.Inverse;
using ScoreSde.Particles;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary><c>scoresde restore --ranks</c>: whether truths that are drawn from a model's own law have even ranks among the samples that methods draw given their measurements.</summary>
internal static class RankRun
{
    private const int Unlabelled = -1;
    private const int BlindRows = 1024;

    // In units of the samples. A float tells 6e-8 apart; in double the variance of the posterior along a measured direction, a difference of variances, is lost from 1e-8 on.
    private const double LeastNoise = 1e-6;

    // A network has no law but that of its samples: those of steps that are finer than any method's that is asked for a quick look.
    private const int StepsOfTruths = 200;

    // Products of matrices that conditioning each component takes, above which draws from the posterior itself are left out.
    private const double MostWork = 1e6;

    /// <summary>Writes the table and the files.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute<T>(RankSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Plans.Restoring<T>(settings.Model, Math.Max(settings.Truths, settings.Samples), settings.Words.Threads).Check(terminal);
        TimeGrid grid = settings.Grid.Value.Make(settings.Model.Process, settings.Model.Range, settings.Steps);
        PriorWarning.Write(settings.Model, grid.Times[0], terminal);
        var clock = Stopwatch.StartNew();
        double[] truths = Truths<T>(settings, terminal);
        CheckNoise(settings, truths);
        var found = new List<CalibratedMethod>();
        using (IModelRuns<T> runs = settings.Device.Open<T>(settings.Model, _ => settings.Label ?? Unlabelled, null, settings.Words with { Threads = 1 }, terminal))
        {
            double variance = Law(settings) is { } own ? MeanVariance(own) : settings.Model.MeanVariance(settings.Model.Reference.Rows(BlindRows, ~settings.Seed));
            foreach (Entry<RestoreMethod> method in settings.Methods)
            {
                found.Add(Of(settings, runs, method, truths, variance, grid, terminal));
            }
        }

        if (Law(settings) is { } law && Math.Pow(law.Dimension, 3) * law.Components.Count <= MostWork)
        {
            found.Add(new CalibratedMethod(CalibratedMethod.Floor, 0) { Ranks = Floor(settings, law, truths, terminal) });
        }

        string name = $"{settings.Model.Name}, {settings.Task}: {settings.Operator.Outputs} of {settings.Operator.Inputs} numbers, σ_y = {Quantity.Number(settings.Noise)}";
        var report = new CalibrationReport(
            $"{settings.Model.Process.Name} ({settings.Model.Process.Schedule.Name})", settings.Grid.Name, settings.Steps, settings.Seed, settings.Truths, settings.Samples, [new(name, found)], settings.Command);
        TableWriter.Write(CalibrationTable.Of(report, report.Cases[0]) with { Notes = [.. CalibrationNotes.Of(report), TruthsNote(settings)] }, terminal);
        settings.Files.Write(report, terminal);
        terminal.Error.WriteLine($"{settings.Truths} truths, {settings.Samples} samples of each by {found.Count} methods, {settings.Solver.Name}, {settings.Device.Name}, {clock.Elapsed.TotalSeconds:F2} s.");
        return ExitCode.Done;
    }

    // Where rounding is as large as the error, ln p(y|x) ranks how numbers are rounded, and even draws from the posterior itself fail.
    private static void CheckNoise(RankSettings settings, double[] truths)
    {
        double size = settings.Model.Scaling.Scale * Math.Sqrt(truths.Average(static x => x * x));
        if (settings.Noise < LeastNoise * size)
        {
            throw new UsageException([$"--noise {settings.Noise:R} is lost in the rounding of samples of size {Quantity.Number(size)}, so that ranks would be those of rounding: give {Quantity.Number(LeastNoise * size)} or more."]);
        }
    }

    private static GaussianMixture? Law(RankSettings settings) => settings.Model.HasExactScore ? settings.Model.Law : null;

    private static double MeanVariance(GaussianMixture law)
    {
        double[,] covariance = MixtureMoments.Of(law).Covariance;
        return Enumerable.Range(0, law.Dimension).Average(j => covariance[j, j]);
    }

    private static string TruthsNote(RankSettings settings) => Law(settings) is not null
        ? "Truths are drawn from the law of the data itself, whose score the model has."
        : $"Truths are the network's own samples (heun, {Math.Max(StepsOfTruths, settings.Steps)} steps): it is the network's posterior that methods are held to, not that of the data.";

    // In the units of the network.
    private static double[] Truths<T>(RankSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Law(settings) is { } law)
        {
            var rows = new double[settings.Truths * law.Dimension];
            law.Sample<double>(rows, settings.Model.Process.At(0), ~settings.Seed);
            return rows;
        }

        using var progress = new ProgressBar($"{settings.Model.Name}, truths", terminal);
        using IModelRuns<T> runs = settings.Device.Open<T>(settings.Model, _ => settings.Label ?? Unlabelled, null, settings.Words, terminal);
        TimeGrid grid = GridCatalog.Shelf.Entries.Single(static rule => rule.Name == GridCatalog.Default).Value.Make(settings.Model.Process, settings.Model.Range, Math.Max(StepsOfTruths, settings.Steps));
        return [.. runs.Sample(new Heun(), grid, settings.Truths, ~settings.Seed, null, progress.IfShown).Values.Select(double.CreateTruncating)];
    }

    private static CalibratedMethod Of<T>(
        RankSettings settings, IModelRuns<T> runs, Entry<RestoreMethod> method, double[] truths, double variance, TimeGrid grid, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var progress = new ProgressBar($"{settings.Model.Name}, {settings.Task}, {method.Name}", terminal);
        bool weighs = method.Value == RestoreMethod.Twisted;
        string name = weighs ? $"{method.Name}, {settings.Particles} particles" : method.Name;
        int evaluations = 0;
        try
        {
            Calibration ranks = Measure(settings, name, truths, terminal, progress, (truth, seen) =>
            {
                SampleSet<T> drawn = weighs
                    ? runs.Particles(new TwistedParticles(seen, settings.Particles, DataVariance: variance), grid, settings.Samples, settings.Seed, null, (long)truth * settings.Samples).Samples
                    : runs.Restore(method.Value, seen, variance, settings.Solver.For(settings.Model.Moment<T>()), grid, settings.Samples, settings.Seed, null, (long)truth * settings.Samples).Samples;
                if (truth == 0)
                {
                    evaluations = drawn.Evaluations * (weighs ? settings.Particles : 1);
                }

                return [.. drawn.Values.Select(double.CreateTruncating)];
            });
            return new(name, evaluations) { Ranks = ranks };
        }
        catch (Exception failure) when (failure is NonFiniteSampleException or ArithmeticException)
        {
            return new(name, evaluations) { IsDiverged = true };
        }
    }

    private static Calibration Floor(RankSettings settings, GaussianMixture law, double[] truths, Terminal terminal)
    {
        using var progress = new ProgressBar($"{settings.Model.Name}, {settings.Task}, {CalibratedMethod.Floor}", terminal);
        return Measure(settings, CalibratedMethod.Floor, truths, terminal, progress, (truth, seen) =>
        {
            var rows = new double[settings.Samples * law.Dimension];
            ExactPosterior.Of(law, seen).Sample<double>(rows, settings.Model.Process.At(0), settings.Seed, (long)truth * settings.Samples);
            return rows;
        });
    }

    private static Calibration Measure(RankSettings settings, string name, double[] truths, Terminal terminal, ProgressBar progress, Func<int, Measurement, double[]> sample)
    {
        int d = settings.Model.Dimension;
        double deviation = settings.Noise / settings.Model.Scaling.Scale;
        return Calibration.Measure(
            name,
            settings.Truths,
            settings.Samples,
            truth =>
            {
                double[] x = truths[(truth * d)..((truth + 1) * d)];
                return (x, Measurement.Of(settings.Operator, x, deviation, ~settings.Seed, truth));
            },
            sample,
            TestQuantity.All(d, Law(settings)),
            settings.Seed,
            new SamplerOptions { Threads = settings.Words.Threads, Progress = progress.IfShown, Cancellation = terminal.Cancellation });
    }
}
