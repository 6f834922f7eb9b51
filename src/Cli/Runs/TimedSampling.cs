using System.Diagnostics;
using System.Numerics;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Reports;
using ScoreSde.Metrics;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Runs;

/// <summary>Runs solvers on one model, timed: the clock sees the sampling alone, with compiled code.</summary>
internal sealed class TimedSampling<T>
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
    private readonly IScoreFunction<Tile<T>> score;
    private readonly INoiseMoment moment;

    public TimedSampling(Model model, CompareSettings settings, CancellationToken cancellation)
    {
        this.model = model;
        this.settings = settings;
        options = new SamplerOptions { Threads = settings.Threads, Cancellation = cancellation };
        count = settings.SamplesFor(model);
        score = model.Score<T>(model.TurnOf);
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
                Sampler.Sample(model.Process, score, solver.For(moment), grid, samples, settings.Seed, options);
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
            SampleSet<T> samples = Sampler.Sample(model.Process, score, method, grid, count, settings.Seed, options);
            TimeSpan time = clock.Elapsed;
            for (int again = 0; again < 2 && time < ShortRun; again++)
            {
                clock.Restart();
                Sampler.Sample(model.Process, score, method, grid, count, settings.Seed, options);
                time = clock.Elapsed < time ? clock.Elapsed : time;
            }

            Dictionary<string, MetricValue> metrics = yardstick.Of(Natural(samples), solver.Facts);
            return new CompareRow(solver.Name, budget, grid.Steps, samples.Evaluations, time.TotalSeconds, count, metrics);
        }
        catch (NonFiniteSampleException failure)
        {
            int evaluations = solver.Facts.Evaluations(grid.Steps, grid.EndsAtZero);
            return new CompareRow(
                solver.Name, budget, grid.Steps, evaluations, clock.Elapsed.TotalSeconds, count, new Dictionary<string, MetricValue>(), failure.Message);
        }
    }

    private TimeGrid Grid(NamedSolver solver, int budget) =>
        settings.Grid.Value.Make(model.Process, solver.Facts.StepsWithin(budget, endsAtZero: true));

    private Samples Natural(SampleSet<T> samples)
    {
        model.ToNatural<T>(samples.Values);
        return new Samples(samples.Values is float[] values ? values : Array.ConvertAll(samples.Values, float.CreateTruncating), model.Dimension);
    }
}
