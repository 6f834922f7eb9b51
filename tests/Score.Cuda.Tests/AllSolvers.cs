using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.Solvers.AsTaught;

namespace ScoreSde.Tests;

/// <summary>Every shipped method.</summary>
internal static class AllSolvers
{
    /// <summary>The methods of all lists.</summary>
    public static IEnumerable<ISolver> List { get; } = [.. KnownSolvers.All, .. PublishedSolvers.All, .. TaughtSolvers.All];

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names { get; } = [.. List.Select(solver => solver.Facts.Name)];

    /// <summary>A method by its name.</summary>
    public static ISolver Find(string name) => List.Single(solver => solver.Facts.Name == name);

    /// <summary>Whether it takes samples of two numbers.</summary>
    public static bool TakesPlane(ISolver solver) => solver is not (PredictorCorrector { Corrector: SignalToNoiseLangevin } or CorrectorOnly { Corrector: SignalToNoiseLangevin });
}
