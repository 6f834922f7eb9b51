using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Catalog;

/// <summary>Stands in for a model's moments where only a method's facts are asked for.</summary>
internal sealed class UnknownMoment : INoiseMoment
{
    /// <summary>The one instance.</summary>
    public static readonly UnknownMoment Instance = new();

    /// <inheritdoc/>
    public double At(NoiseLevel level) => throw new InvalidOperationException("No model has been chosen yet.");
}
