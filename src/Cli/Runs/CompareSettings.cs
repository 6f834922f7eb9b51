using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;

namespace ScoreSde.Cli.Runs;

/// <summary>What <c>scoresde compare</c> is to do.</summary>
/// <param name="Models">What is sampled, one table for each.</param>
/// <param name="Solvers">The methods.</param>
/// <param name="Budgets">The evaluations that a sample may cost.</param>
/// <param name="Grid">The rule of the times.</param>
/// <param name="Samples">Samples of each run.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Threads">Workers; 0 for one for each processor.</param>
/// <param name="Json">The .json file, if any.</param>
/// <param name="Csv">The .csv file, if any.</param>
internal sealed record CompareSettings(
    IReadOnlyList<Model> Models,
    IReadOnlyList<NamedSolver> Solvers,
    IReadOnlyList<int> Budgets,
    Entry<GridRule> Grid,
    int Samples,
    ulong Seed,
    int Threads,
    string? Json,
    string? Csv);
