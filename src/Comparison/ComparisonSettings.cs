using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Comparison.References;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Comparison;

/// <summary>What is compared on every problem, and how.</summary>
public sealed record ComparisonSettings
{
    /// <summary>Samples where the data's law is known: so many that chance hides little of what solvers do.</summary>
    public const int SamplesOfLaw = 10_000;

    /// <summary>Samples that are judged by a finite set, which limits what more of them could show.</summary>
    public const int SamplesOfData = 2000;

    /// <summary>The least of them, where a sample has many numbers and its network takes long.</summary>
    public const int FewestOfData = 200;

    /// <summary>Numbers of all samples together that are judged by a finite set: pictures of 784 are 255.</summary>
    public const int NumbersOfData = 200_000;

    /// <summary>Samples where there is no data to judge by, but the model's own flow or paths.</summary>
    public const int SamplesOfPaths = 500;

    private const int MostPaths = 1000;

    // In more dimensions distances of so many samples take longer than their sampling.
    private const int MostOfLaw = 16;

    // Of a picture of 3 × 32 × 32 numbers 341 paths, 4 MiB.
    private const int MostNumbersOfPaths = 1 << 20;

    /// <summary>The methods.</summary>
    public required IReadOnlyList<Contestant> Contestants { get; init; }

    /// <summary>The evaluations of the network that a sample may cost, for methods on a grid.</summary>
    public IReadOnlyList<int> Budgets { get; init; } = [5, 10, 20, 50];

    /// <summary>Whether the least budget is looked for at which samples are not told from real data, up to the largest of <see cref="Budgets"/>, instead of a run at each.</summary>
    public bool ToFloor { get; init; }

    /// <summary>The rules of the times, for methods on a grid.</summary>
    public IReadOnlyList<GridChoice> Grids { get; init; } = [GridChoice.Balanced];

    /// <summary>Samples of each run; null for what suits the problem.</summary>
    public int? Samples { get; init; }

    /// <summary>Fixes every random number.</summary>
    public ulong Seed { get; init; }

    /// <summary>Workers; 0 for one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>The rows of finite data that judge: held-out or training.</summary>
    public DataPart Part { get; init; } = DataPart.HeldOut;

    /// <summary>A network in whose features samples are also judged; null for none.</summary>
    public IFeatureMap? Features { get; init; }

    /// <summary>Whether all solvers run on one Brownian path for each sample.</summary>
    public bool OnPath { get; init; }

    /// <summary>Whether runs are judged path by path too, by where the model's own flow (or, on one Brownian path, its SDE) ends.</summary>
    public bool FollowsPaths { get; init; } = true;

    /// <summary>Of each run the report keeps so many numbers, as whole samples, the first ones, to be looked at.</summary>
    public int KeptNumbers { get; init; }

    /// <summary>The samples of all runs, drawn before; null where they are drawn now.</summary>
    public IDrawnRuns? Drawn { get; init; }

    /// <summary>Methods on a grid.</summary>
    public IEnumerable<SteppingContestant> Stepping => Contestants.OfType<SteppingContestant>();

    /// <summary>Methods that choose their steps.</summary>
    public IEnumerable<AdaptiveContestant> Adaptive => Contestants.OfType<AdaptiveContestant>();

    /// <summary>The runs on each problem in their order: budgets, in each the grids, in each the methods; then those that choose their steps.</summary>
    public IReadOnlyList<PlannedRun> Planned =>
    [
        .. from budget in Budgets from grid in Grids from solver in Stepping select new PlannedRun(solver, grid, budget),
        .. Adaptive.Select(static adaptive => new PlannedRun(adaptive, null, null)),
    ];

    /// <summary>Runs on each problem, where there is one at each budget and not as many as lead to the floor.</summary>
    public int Runs => Planned.Count;

    /// <summary>Samples of each run on a problem.</summary>
    public int SamplesFor(SamplingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Samples ?? problem.Reference.Kind switch
        {
            ReferenceKind.Drawn => problem.Dimension <= MostOfLaw ? SamplesOfLaw : SamplesOfData,
            ReferenceKind.Finite => Math.Clamp(NumbersOfData / problem.Dimension, FewestOfData, SamplesOfData),
            _ => SamplesOfPaths,
        };
    }

    /// <summary>The most samples of each run on a problem that are followed to the ends of their paths.</summary>
    public int PathsFor(SamplingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return FollowsPaths && !ToFloor ? Math.Min(SamplesFor(problem), Math.Clamp(MostNumbersOfPaths / problem.Dimension, ReferenceSearch.FewestPaths, MostPaths)) : 0;
    }

    /// <summary>The most steps that a solver can make of a budget; 0 where not even one fits.</summary>
    public static int StepsOf(SamplingProblem problem, SteppingContestant contestant, int budget)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(contestant);
        return FactsOn(problem, contestant).StepsWithin(budget / problem.EvaluationsOfNetwork, endsAtZero: true);
    }

    /// <summary>What a solver promises on a problem, whose network's products with its Jacobian are evaluations too.</summary>
    internal static SolverFacts FactsOn(SamplingProblem problem, SteppingContestant contestant) =>
        contestant.Facts.Products is null ? contestant.Facts : contestant.Facts.On(problem.Score<float>());

    /// <summary>The grid of the most steps that a solver can make of a budget.</summary>
    public static TimeGrid GridFor(SamplingProblem problem, SteppingContestant contestant, GridChoice grid, int budget)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(grid);
        return grid.Make(problem.Process, problem.Range, StepsOf(problem, contestant, budget));
    }

    /// <summary>The times at which the runs on a problem start, each once, the noisiest first.</summary>
    public IReadOnlyList<double> StartsFor(SamplingProblem problem) =>
    [
        .. Stepping.SelectMany(contestant => Grids.SelectMany(grid => Budgets.Select(budget => GridFor(problem, contestant, grid, budget).Times[0])))
            .Concat(Adaptive.Select(_ => BalancedGrid.StartOf(problem.Process, problem.Range)))
            .Distinct()
            .OrderDescending(),
    ];
}
