using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Data.Npy;
using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Likelihoods;

/// <summary>Computes likelihoods and writes them.</summary>
internal static class LikelihoodRun
{
    /// <summary>How many times the usual steps are taken at most before the error is told as it is.</summary>
    public const int MostRefinement = 16;

    // Rows on which the step of differences is doubled, to see what it leaves.
    private const int RowsOfTwice = 16;

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute<T>(LikelihoodSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model model = settings.Model;
        double? difference = model.HasJacobian ? null : model.DifferenceStep;
        Model asked = difference is { } step ? new DifferencedModel(model, step) : model;
        T[] data = Rows<T>(settings);
        int[] labels = settings.Data.Labels.ToArray();
        GaussianMixture? law = (model as MixtureModel)?.Law;

        double shift = model.LogVolume;
        int first = settings.Steps;
        var clock = Stopwatch.StartNew();
        LogDensities result;
        double[] stepErrors;
        BoundTerms? bound;
        WeightedTerms? weighted;
        bool learns;
        double? gapOfTwice = null;
        using (var progress = new ProgressBar($"{model.Name}, likelihood", terminal))
        {
            var told = new LikelihoodProgress(progress, terminal);
            var options = new SamplerOptions { FirstSample = settings.First, Threads = settings.Words.Threads, Progress = told, Cancellation = terminal.Cancellation };
            using IModelRuns<T> runs = settings.Device.Open<T>(asked, row => labels.Length > 0 ? labels[row - settings.First] : 0, guidance: null, settings.Words, terminal);
            told.Begin($"ln p in {settings.Steps} steps", LikelihoodProgress.OfDensity);
            (result, stepErrors) = InSteps(runs, settings.Steps, data);
            int most = settings.Refines ? MostRefinement * settings.Steps : 0;
            while (!LikelihoodReport.IsSmall(stepErrors, result.Mean - shift) && (2 * settings.Steps) - 1 <= most)
            {
                // On grids that are even in something, every second time of the longer one is the shorter one.
                settings = settings with { Steps = (2 * settings.Steps) - 1 };
                told.Begin($"ln p in {settings.Steps} steps, since fewer leave about {Quantity.Number(stepErrors.Average())} nats a row", LikelihoodProgress.OfDensity);
                (LogDensities finer, double[] left) = InSteps(runs, settings.Steps, data);
                (result, stepErrors) = (finer with { Evaluations = result.Evaluations + finer.Evaluations }, left);
            }

            if (difference is { } taken)
            {
                T[] some = data[..(Math.Min(RowsOfTwice, data.Length / model.Dimension) * model.Dimension)];
                using IModelRuns<T> twice = settings.Device.Open<T>(new DifferencedModel(model, 2 * taken), row => labels.Length > 0 ? labels[row - settings.First] : 0, guidance: null, settings.Words, terminal);
                told.Begin("differences of twice the step", LikelihoodProgress.OfDensity);
                double[] other = InSteps(twice, settings.Steps, some).Item1.Values;
                gapOfTwice = other.Zip(result.Values, static (a, b) => Math.Abs(a - b)).Max();
            }

            (LogDensities, double[]) InSteps(IModelRuns<T> on, int steps, T[] rows) => on.Likelihood(
                settings.Solver.For(model.Moment<T>()),
                settings.Grid.Value.Make(model.Process, model.Range, steps),
                rows,
                settings.Divergence,
                settings.ExactEnd ? law : null,
                settings.Seed,
                told,
                settings.First);
            (bound, weighted, learns) = settings.BoundSteps is { } levels ? Bounds(settings, model.Score<T>(row => labels.Length > 0 ? labels[row - settings.First] : 0), levels, data, told, options) : default;
        }

        double[] values = [.. result.Values.Select(value => value - shift)];
        double? gap = law is null ? null : LargestGap(law, model.Process.At(0), data, result.Values);
        var report = new LikelihoodReport(settings, result with { Values = values }, stepErrors, gap, bound, shift, clock.Elapsed.TotalSeconds)
        {
            DifferenceStep = difference,
            DifferenceError = gapOfTwice,
            Weighted = weighted,
            LearnsVariance = learns,
        };
        TableWriter.Write(report.ToTable(), terminal);
        if (settings.Steps > first)
        {
            terminal.Error.WriteLine($"{first} steps left too large an error beside the value: refined to {settings.Steps}.");
        }

        if (settings.Json is { } json)
        {
            ResultFile.Write(json, terminal, stream => LikelihoodJson.Write(stream, report));
        }

        if (settings.Out is { } file)
        {
            (string Name, double[] Values)[] columns = [.. report.Columns()];
            double[] rows = [.. Enumerable.Range(0, values.Length).SelectMany(i => columns.Select(column => column.Values[i]))];
            ResultFile.Write(file, terminal, stream => NpyWriter<double>.Write(stream, rows, values.Length, columns.Length));
            settings.Shard?.Record(file);
            terminal.Error.WriteLine($"{ResultFile.NameOf(file)}: {values.Length} rows of {string.Join(", ", columns.Select(static column => column.Name))}{(settings.Shard is { } part ? $"; {part}" : "")}.");
        }

        if (settings.Page is { } page)
        {
            ResultFile.Write(page, terminal, stream => LikelihoodPage.Write(stream, report));
        }

        if (report.IsTrusted && !report.DifferencesAreTrusted)
        {
            terminal.Error.WriteLine(
                $"scoresde: twice the step of the differences changes a row by {Quantity.Number(report.DifferenceError!.Value)} nats, so these values cannot be trusted: the network's rounding is too coarse. " +
                "A file of float64 has less, and TorchScript has products of its own.");
            return ExitCode.Failed;
        }

        if (!report.IsTrusted)
        {
            terminal.Error.WriteLine(
                $"scoresde: the steps leave an error of about {Quantity.Number(stepErrors.Average())} nats a row beside a mean of {report.Result.Mean:F5}, so these values " +
                $"cannot be trusted. More --steps than {settings.Steps}, or the default solver and grid, may help.");
            return ExitCode.Failed;
        }

        return ExitCode.Done;
    }

    // With the variances that the model learned, where it learned some.
    private static (BoundTerms Bound, WeightedTerms? Weighted, bool Learns) Bounds<T>(
        LikelihoodSettings settings, IScoreFunction<Tile<T>> score, int levels, T[] data, LikelihoodProgress told, SamplerOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IDiffusionProcess process = settings.Model.Process;
        var chain = DdpmChain.FromSchedule(process.Schedule, levels);
        bool learns = score is ILearnedVariance<Tile<T>> { OffersVariance: true };
        ReverseKernel kernel = learns ? ReverseKernel.Learned : ReverseKernel.Beta;
        told.Begin($"the bound of {levels} steps");
        BoundTerms bound = VariationalBound.Evaluate<T>(chain, process, score, data, settings.Seed, kernel, options);
        if (settings.Paths is not { } paths)
        {
            return (bound, null, learns);
        }

        told.Begin($"the bound of {paths} weighted paths", LikelihoodProgress.OfPaths);
        return (bound, WeightedBound.Evaluate<T>(chain, process, score, data, paths, settings.Seed, kernel, options), learns);
    }

    private static T[] Rows<T>(LikelihoodSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<float> natural = settings.Data.Values;
        var rows = new T[natural.Length];
        if (!settings.Dequantises)
        {
            settings.Model.ToNetwork(natural, rows);
            return rows;
        }

        int d = settings.Model.Dimension;
        for (int row = 0; row < natural.Length / d; row++)
        {
            var uniform = new RandomStream(new NoiseKey(settings.Seed, 0, NoisePurpose.Dequantisation), settings.First + row);
            for (int i = row * d; i < (row + 1) * d; i++)
            {
                double value = natural[i] + uniform.NextDouble() - 0.5;
                rows[i] = T.CreateTruncating((value - settings.Model.Scaling.Shift) / settings.Model.Scaling.Scale);
            }
        }

        return rows;
    }

    private static double LargestGap<T>(GaussianMixture law, NoiseLevel clean, T[] data, double[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double largest = 0;
        var x = new double[law.Dimension];
        for (int row = 0; row < values.Length; row++)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = double.CreateTruncating(data[(row * x.Length) + i]);
            }

            largest = Math.Max(largest, Math.Abs(values[row] - law.LogDensity(x, clean)));
        }

        return largest;
    }
}
