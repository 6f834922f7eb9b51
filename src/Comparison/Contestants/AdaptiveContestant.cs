using ScoreSde.Adaptive;

namespace ScoreSde.Comparison.Contestants;

/// <summary>A method that chooses each sample's steps, which no budget binds.</summary>
/// <param name="Name">The name in reports, with the tolerance.</param>
/// <param name="Method">The method.</param>
public sealed record AdaptiveContestant(string Name, IAdaptiveMethod Method) : Contestant(Name)
{
    /// <inheritdoc/>
    public override bool IsStochastic => Method.IsStochastic;
}
