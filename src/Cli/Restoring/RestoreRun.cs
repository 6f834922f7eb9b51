using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Methods;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Inverse;
using ScoreSde.Particles;
using ScoreSde.Sampling;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Restoring;

/// <summary>Measures a sample that the model never saw, and restores it.</summary>
internal static class RestoreRun
{
    private const int Unlabelled = -1;

    // Rows that know nothing of the measurement, under a seed that no truth is drawn with.
    private const int BlindRows = 2048;

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute<T>(RestoreSettings settings, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model model = settings.Model;
        Model planned = settings.Guidance is { Guide: not null } ? new ConditionedModel(model, null, settings.Guidance) : model;
        MemoryPlan plan = settings.Method.Value == RestoreMethod.Twisted
            ? Plans.Particles<T>(planned, settings.Count, settings.Particles, settings.Words.Threads)
            : Plans.Restoring<T>(planned, settings.Count, settings.Words.Threads);
        plan.Check(terminal);
        if (settings.Folder is { } folder)
        {
            DiskPlan.Check(Path.Combine(folder, "samples.npy"), (double)settings.Count * model.Dimension * (FileUnits.IsDouble<float>(model) ? sizeof(double) : sizeof(float)), "give a smaller --count, or --out on another disk", terminal);
        }

        float[] truth = Truth(model, settings.Index, settings.Seed);
        var inner = new double[truth.Length];
        model.ToNetwork<double>(truth, inner);
        Measurement measurement = Measurement.Of(settings.Operator, inner, settings.Noise / model.Scaling.Scale, settings.Seed);
        DataSet blind = model.Reference.Rows(BlindRows, ~settings.Seed);
        double variance = model.MeanVariance(blind);
        TimeGrid grid = settings.Grid.Value.Make(model.Process, model.Range, settings.Steps);
        PriorWarning.Write(model, grid.Times[0], terminal);
        var clock = Stopwatch.StartNew();
        (SampleSet<T> samples, string solver, Evidence? evidence) = Sample<T>(settings, measurement, variance, grid, terminal);
        double seconds = clock.Elapsed.TotalSeconds;
        model.ToNatural<T>(samples.Values);
        var result = new Restoration(
            truth, InNatural(measurement, model.Scaling), Array.ConvertAll(samples.Values, float.CreateTruncating))
        {
            Evidence = evidence,
        };
        var fit = MeasurementFit.Of(settings, result, blind);
        Divergence.ThrowIf(settings, result, fit, Math.Sqrt(variance) * model.Scaling.Scale);
        RestoreFiles.Write(settings, result, terminal);
        TableWriter.Write(RestoreTable.Of(settings, result, fit), terminal);
        if (settings.Page is { } page)
        {
            ResultFile.Write(page, terminal, stream => RestorePage.Write(stream, settings, result, fit, solver, samples.Evaluations));
        }

        terminal.Error.WriteLine(
            $"{model.Name} ({model.Process.Name}, {model.Process.Schedule.Name}), {solver}, grid {settings.Grid.Name}: " +
            $"{settings.Steps} steps, {samples.Evaluations} evaluations, seed {settings.Seed}, {settings.Device.Name}, {seconds:F2} s.");
        if (fit.IsMissed)
        {
            terminal.Error.WriteLine($"scoresde: Warning: {fit.Sentence(settings.Method.Name)}");
        }

        if (evidence is { IsDegenerate: true })
        {
            terminal.Error.WriteLine($"scoresde: Warning: {evidence.Sentence()}");
        }

        return ExitCode.Done;
    }

    /// <summary>Rows that can be restored: the held-out ones, or without end where the law is known.</summary>
    public static int Rows(Model model) => model.Reference.Split?.HeldOut.Count ?? int.MaxValue;

    private static (SampleSet<T> Samples, string Solver, Evidence? Evidence) Sample<T>(RestoreSettings settings, Measurement measurement, double variance, TimeGrid grid, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model model = settings.Model;
        using var progress = new ProgressBar($"{model.Name}, {settings.Task}, {settings.Method.Name}", terminal);
        using IModelRuns<T> runs = settings.Device.Open<T>(model, _ => settings.Label ?? Unlabelled, settings.Guidance, settings.Words, terminal);
        try
        {
            long first = settings.Shard?.Rows.First ?? 0;
            if (settings.Method.Value == RestoreMethod.Twisted)
            {
                var particles = new TwistedParticles(measurement, settings.Particles, DataVariance: variance);
                EvidenceSamples<T> found = runs.Particles(particles, grid, settings.Count, settings.Seed, progress.IfShown, first);
                return (found.Samples, TwistedParticles.Name, Evidence.Of(found, settings.Particles, settings.Operator.Outputs, model.Scaling.Scale));
            }

            (SampleSet<T> samples, string solver) = runs.Restore(
                settings.Method.Value,
                measurement,
                variance,
                settings.Solver.For(model.Moment<T>()),
                grid,
                settings.Count,
                settings.Seed,
                progress.IfShown,
                first);
            return (samples, solver, null);
        }
        catch (NonFiniteSampleException failure)
        {
            throw Divergence.Of(settings, failure);
        }
    }

    private static float[] Truth(Model model, int index, ulong seed) => model.Reference.Split is { } split
        ? split.HeldOut[index].ToArray()
        : model.Reference.Rows(index + 1, seed)[index].ToArray();

    // A (scale x + shift) = scale A x + shift A 1
    private static Measurement InNatural(Measurement measurement, DataScaling scaling)
    {
        var shift = new double[measurement.Operator.Inputs];
        Array.Fill(shift, scaling.Shift);
        var values = new double[measurement.Operator.Outputs];
        measurement.Operator.Apply(shift, values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += scaling.Scale * measurement.Values[i];
        }

        return new Measurement(measurement.Operator, values, scaling.Scale * measurement.Deviation);
    }
}
