using ScoreSde.Solvers;

namespace ScoreSde.Verification.Orders;

/// <summary>What a solver promises, and the orders that were measured.</summary>
/// <param name="Facts">The promises.</param>
/// <param name="Noises">The most noises that a step draws.</param>
/// <param name="Order">Of a deterministic method on a mixture, of the variance of Gaussian data otherwise; null where none is claimed.</param>
/// <param name="Strong">Strong order on Gaussian data; null where none is claimed.</param>
/// <param name="Holds">Whether all of them are those that are claimed, to ±0.05.</param>
public sealed record OrderRow(SolverFacts Facts, int Noises, OrderRange? Order, OrderRange? Strong, bool Holds)
{
    /// <summary>What limits the claim of the order, in sentences.</summary>
    public IReadOnlyList<string> OrderNotes { get; init; } = [];

    /// <summary>What limits the claim of the strong order, in sentences.</summary>
    public IReadOnlyList<string> StrongNotes { get; init; } = [];
}
