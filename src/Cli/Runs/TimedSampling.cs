using System.Diagnostics;
using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Reports;
using ScoreSde.Metrics;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Runs;

/// <summary>Runs solvers on one model, timed: the clock sees the sampling alone, with compiled code.</summary>
internal sealed class TimedSampling<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Samples of a warm-up run.</summary>
    private const int WarmUpSamples = 64;

    /// <summary>The runtime compiles a method anew, with optimisation, some 0.1 s after its first thirty calls.</summary>
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.15);

    /// <summary>A run shorter than this is repeated, and the shortest time counts: chance only ever adds.</summary>
    private static readonly TimeSpan ShortRun = TimeSpan.FromSeconds(0.05);

    private readonly Model model;
    private readonly CompareSettings settings;
    private readonly SamplerOptions options;
    private readonly int count;
    private readonly IModelRuns<T> runs;
    private readonly Lazy<IScoreFunction<Tile<T>>> score;
    private readonly INoiseMoment moment;

    public TimedSampling(Model model, CompareSettings settings, Terminal terminal)
    {
        this.model = model;
        this.settings = settings;
        options = new SamplerOptions { Threads = settings.Threads, Cancellation = terminal.Cancellation };
        count = settings.SamplesFor(model);
        score = new(() => model.Score<T>(model.TurnOf));
        runs = settings.Device.Open<T>(model, model.TurnOf, guidance: null, settings.Words, terminal);
        moment = model.Moment<T>();
    }

    /// <summary>Lets the runtime compile what the solver uses.</summary>
    public void WarmUp(NamedSolver solver)
    {
        var clock = Stopwatch.StartNew();
        int samples = Math.Min(WarmUpSamples, count);
        TimeGrid grid = Grid(solver, settings.Budgets.Min());
        do
        {
            try
            {
                runs.Sample(solver.For(moment), grid, samples, settings.Seed);
            }
            catch (NonFiniteSampleException)
            {
                // The row of the run itself will say so.
                return;
            }
        }
        while (clock.Elapsed < WarmUpTime);
    }

    /// <summary>One row: the most steps within the budget, timed and measured.</summary>
    public CompareRow Run(NamedSolver solver, int budget, Yardstick yardstick)
    {
        TimeGrid grid = Grid(solver, budget);
        ISolver method = solver.For(moment);
        var clock = Stopwatch.StartNew();
        try
        {
            (SampleSet<T> samples, double seconds) = Shortest(() => runs.Sample(method, grid, count, settings.Seed));
            Dictionary<string, MetricValue> metrics = Abandonable.Run(() => yardstick.Of(Natural(samples.Values), solver.Facts.IsStochastic), options.Cancellation);
            return new CompareRow(solver.Name, budget, grid.Steps, samples.Evaluations, seconds, count, metrics);
        }
        catch (NonFiniteSampleException failure)
        {
            int evaluations = model.EvaluationsOfNetwork * solver.Facts.Evaluations(grid.Steps, grid.EndsAtZero);
            return new CompareRow(
                solver.Name, budget, grid.Steps, evaluations, clock.Elapsed.TotalSeconds, count, new Dictionary<string, MetricValue>(), failure.Message);
        }
    }

    /// <summary>One row of a method that chooses its steps: warmed up, timed and measured.</summary>
    public CompareRow Run(ToleratedMethod adaptive, Yardstick yardstick)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            do
            {
                Sample(Math.Min(WarmUpSamples, count));
            }
            while (clock.Elapsed < WarmUpTime);

            clock.Restart();
            (AdaptiveSamples<T> samples, double seconds) = Shortest(() => Sample(count));
            Dictionary<string, MetricValue> metrics = Abandonable.Run(() => yardstick.Of(Natural(samples.Values), adaptive.Method.IsStochastic), options.Cancellation);
            double steps = samples.Costs.Average(static cost => (double)cost.Accepted + cost.Rejected);
            return new CompareRow(adaptive.Name, null, steps, samples.MeanEvaluations, seconds, count, metrics);
        }
        catch (Exception failure) when (failure is NonFiniteSampleException or StepLimitException)
        {
            return new CompareRow(adaptive.Name, null, 0, 0, clock.Elapsed.TotalSeconds, count, new Dictionary<string, MetricValue>(), failure.Message);
        }

        AdaptiveSamples<T> Sample(int samples) =>
            AdaptiveSampler.Sample(model.Process, score.Value, adaptive.Method, samples, settings.Seed, options);
    }

    /// <summary>Gives back what the device holds of the model.</summary>
    public void Dispose() => runs.Dispose();

    // The samples are the same each time.
    private static (TSamples Samples, double Seconds) Shortest<TSamples>(Func<TSamples> sample)
    {
        var clock = Stopwatch.StartNew();
        TSamples samples = sample();
        TimeSpan time = clock.Elapsed;
        for (int again = 0; again < 2 && time < ShortRun; again++)
        {
            clock.Restart();
            sample();
            time = clock.Elapsed < time ? clock.Elapsed : time;
        }

        return (samples, time.TotalSeconds);
    }

    private TimeGrid Grid(NamedSolver solver, int budget) => settings.GridFor(model, solver, budget);

    private Samples Natural(T[] samples)
    {
        model.ToNatural<T>(samples);
        return new Samples(samples is float[] values ? values : Array.ConvertAll(samples, float.CreateTruncating), model.Dimension);
    }
}
