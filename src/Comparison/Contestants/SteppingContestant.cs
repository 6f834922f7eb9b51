using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Comparison.Contestants;

/// <summary>A solver on a given grid.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="Facts">What it promises.</param>
/// <param name="Make">The solver for a model with these moments.</param>
public sealed record SteppingContestant(string Name, SolverFacts Facts, Func<INoiseMoment, ISolver> Make) : Contestant(Name)
{
    /// <inheritdoc/>
    public override bool IsStochastic => Facts.IsStochastic;
}
