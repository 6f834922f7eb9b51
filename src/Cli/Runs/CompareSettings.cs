using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Runs;

/// <summary>What <c>scoresde compare</c> is to do.</summary>
/// <param name="Models">What is sampled, one table for each.</param>
/// <param name="Solvers">The methods.</param>
/// <param name="Budgets">The evaluations that a sample may cost.</param>
/// <param name="Grid">The rule of the times.</param>
/// <param name="Samples">Samples of each run; null for what suits the model.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Threads">Workers; 0 for one for each processor.</param>
/// <param name="Json">The .json file, if any.</param>
/// <param name="Csv">The .csv file, if any.</param>
internal sealed record CompareSettings(
    IReadOnlyList<Model> Models,
    IReadOnlyList<NamedSolver> Solvers,
    IReadOnlyList<int> Budgets,
    Entry<GridRule> Grid,
    int? Samples,
    ulong Seed,
    int Threads,
    string? Json,
    string? Csv)
{
    /// <summary>Where the solvers' runs are made.</summary>
    public required IDevice Device { get; init; }

    /// <summary>How the device works.</summary>
    public required DeviceWords Words { get; init; }

    /// <summary>The SVG file, or null.</summary>
    public string? Figure { get; init; }

    /// <summary>Whether all solvers run on one Brownian path for each sample.</summary>
    public bool OnPath => Solvers.Any(static solver => solver.OnPath);

    /// <summary>Methods that choose their steps, which no budget binds: a row each.</summary>
    public IReadOnlyList<ToleratedMethod> Adaptive { get; init; } = [];

    /// <summary>The rows of finite data that judge: held-out or training.</summary>
    public DataPart Part { get; init; } = DataPart.HeldOut;

    /// <summary>Samples where the data's law is known: so many that chance hides little of what solvers do.</summary>
    public const int SamplesOfLaw = 10_000;

    /// <summary>Samples that are judged by a finite set, which limits what more of them could show.</summary>
    public const int SamplesOfData = 2000;

    /// <summary>The times at which the runs on a model start, each once, the noisiest first.</summary>
    public IReadOnlyList<double> StartsFor(Model model) =>
    [
        .. Solvers.SelectMany(solver => Budgets.Select(budget => GridFor(model, solver, budget).Times[0]))
            .Concat(Adaptive.Select(_ => BalancedGrid.StartOf(model.Process, model.Range)))
            .Distinct()
            .OrderDescending(),
    ];

    /// <summary>The grid of the most steps that a solver can make of a budget.</summary>
    public TimeGrid GridFor(Model model, NamedSolver solver, int budget) =>
        Grid.Value.Make(model.Process, model.Range, StepsOf(model, solver, budget));

    /// <summary>The most steps that a solver can make of a budget; 0 where not even one fits.</summary>
    public static int StepsOf(Model model, NamedSolver solver, int budget) =>
        solver.Facts.StepsWithin(budget / model.EvaluationsOfNetwork, endsAtZero: true);

    /// <summary>Samples of each run on a model.</summary>
    public int SamplesFor(Model model) => Samples ?? (model.Reference is DrawnData ? SamplesOfLaw : SamplesOfData);
}
