using System.Diagnostics;
using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison;

/// <summary>Runs solvers on one problem, timed: the clock sees the sampling alone, with compiled code.</summary>
internal sealed class TimedSampling<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Samples of a warm-up run.</summary>
    private const int WarmUpSamples = 64;

    /// <summary>The runtime compiles a method anew, with optimisation, some 0.1 s after its first thirty calls.</summary>
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.15);

    /// <summary>A run shorter than this is repeated, and the shortest time counts: chance only ever adds.</summary>
    private static readonly TimeSpan ShortRun = TimeSpan.FromSeconds(0.05);

    private static readonly Dictionary<string, MetricValue> NoMetrics = [];

    private readonly SamplingProblem problem;
    private readonly ComparisonSettings settings;
    private readonly SamplerOptions options;
    private readonly int count;
    private readonly ISampling<T> runs;
    private readonly Lazy<IScoreFunction<Tile<T>>> score;
    private readonly INoiseMoment moment;
    private readonly int kept;
    private readonly long first;

    /// <param name="problem">What is sampled.</param>
    /// <param name="settings">The methods, grids and budgets.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="firstSample">Index of the first sample.</param>
    public TimedSampling(SamplingProblem problem, ComparisonSettings settings, CancellationToken cancellation, long firstSample = 0)
    {
        first = firstSample;
        this.problem = problem;
        this.settings = settings;
        options = new SamplerOptions { Threads = settings.Threads, Cancellation = cancellation };
        count = settings.SamplesFor(problem);
        score = new(problem.Score<T>);
        runs = problem.Open<T>(options);
        moment = problem.Moment<T>();
        kept = Math.Max(Math.Min(settings.KeptNumbers / problem.Dimension, count), settings.PathsFor(problem)) * problem.Dimension;
    }

    /// <summary>The model where it is sampled.</summary>
    public ISampling<T> Runs => runs;

    /// <summary>Lets the runtime compile what the solver uses.</summary>
    public void WarmUp(SteppingContestant solver)
    {
        var clock = Stopwatch.StartNew();
        int samples = Math.Min(WarmUpSamples, count);
        do
        {
            try
            {
                TimeGrid grid = ComparisonSettings.GridFor(problem, solver, settings.Grids[0], settings.Budgets.Min());
                runs.Sample(Made(solver), grid, samples, settings.Seed);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The row of the run itself will say so.
                return;
            }
        }
        while (clock.Elapsed < WarmUpTime);
    }

    /// <summary>One row: the most steps within the budget, or the method's own, timed and measured.</summary>
    public ComparisonRow Run(PlannedRun run, Yardstick yardstick)
    {
        (ComparisonRow row, T[] values) = Draw(run);
        return Measured(new DrawnRun(row, values is float[] floats ? floats : Array.ConvertAll(values, float.CreateTruncating)), run.Contestant, yardstick);
    }

    /// <summary>A row without its measures, and its samples in the data's units; none where it failed.</summary>
    public (ComparisonRow Row, T[] Values) Draw(PlannedRun run)
    {
        (ComparisonRow row, T[] values) = run.Contestant is AdaptiveContestant adaptive
            ? Draw(adaptive)
            : Draw((SteppingContestant)run.Contestant, run.Grid!, run.Budget!.Value);
        problem.ToNatural<T>(values);
        return (row, values);
    }

    /// <summary>The row of a run with its measures.</summary>
    public ComparisonRow Measured(DrawnRun run, Contestant contestant, Yardstick yardstick)
    {
        if (run.Row.Failure is not null)
        {
            return run.Row;
        }

        var clock = Stopwatch.StartNew();
        try
        {
            var samples = new Samples(run.Values, problem.Dimension);
            return run.Row with
            {
                Metrics = Abandonable.Run(() => yardstick.Of(samples, contestant.IsStochastic), options.Cancellation),
                Kept = samples.Values[..kept].ToArray(),
            };
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return run.Row with { Seconds = clock.Elapsed.TotalSeconds, Failure = SentenceOf(failure) };
        }
    }

    private (ComparisonRow Row, T[] Values) Draw(SteppingContestant solver, GridChoice rule, int budget)
    {
        var clock = Stopwatch.StartNew();
        int steps = ComparisonSettings.StepsOf(problem, solver, budget);
        var row = new ComparisonRow(solver.Name, rule.Name, budget, steps, 0, 0, count, NoMetrics);
        try
        {
            TimeGrid grid = rule.Make(problem.Process, problem.Range, steps);
            row = row with { Evaluations = problem.EvaluationsOfNetwork * ComparisonSettings.FactsOn(problem, solver).Evaluations(grid.Steps, grid.EndsAtZero) };
            ISolver method = Made(solver);
            (SampleSet<T> samples, double seconds) = Shortest(() => runs.Sample(method, grid, count, settings.Seed, first: first));
            return (row with { Evaluations = samples.Evaluations, Seconds = seconds }, samples.Values);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return (row with { Seconds = clock.Elapsed.TotalSeconds, Failure = SentenceOf(failure) }, []);
        }
    }

    private (ComparisonRow Row, T[] Values) Draw(AdaptiveContestant adaptive)
    {
        var clock = Stopwatch.StartNew();
        var row = new ComparisonRow(adaptive.Name, null, null, 0, 0, 0, count, NoMetrics);
        try
        {
            do
            {
                Sample(Math.Min(WarmUpSamples, count));
            }
            while (clock.Elapsed < WarmUpTime);

            clock.Restart();
            (AdaptiveSamples<T> samples, double seconds) = Shortest(() => Sample(count));
            double steps = samples.Costs.Average(static cost => (double)cost.Accepted + cost.Rejected);
            return (row with { Steps = steps, Evaluations = samples.MeanEvaluations, Seconds = seconds }, samples.Values);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return (row with { Seconds = clock.Elapsed.TotalSeconds, Failure = SentenceOf(failure) }, []);
        }

        AdaptiveSamples<T> Sample(int samples) =>
            AdaptiveSampler.Sample(problem.Process, score.Value, adaptive.Method, samples, settings.Seed, options with { FirstSample = first });
    }

    /// <summary>Gives back what the device holds of the problem.</summary>
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

    // What these say is a sentence of its own; of anything else its kind is told too.
    private static string SentenceOf(Exception failure) =>
        failure is NonFiniteSampleException or StepLimitException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";

    private ISolver Made(SteppingContestant solver) => settings.OnPath ? new OnOnePath(solver.Make(moment)) : solver.Make(moment);
}
