using ScoreSde.Guidance;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Models;

/// <summary>How samples are led: from what, to what, how far, and by which rule of steps.</summary>
/// <param name="Rule">The weight, where it holds, and the rescaling.</param>
internal sealed record ModelGuidance(GuidanceRule Rule)
{
    private const int Unlabelled = -1;

    /// <summary>The weaker model that samples are led away from; null for the model itself without a class.</summary>
    public Model? Guide { get; init; }

    /// <summary>Whether steps are those of CFG++.</summary>
    public bool IsRenoised { get; init; }

    /// <summary>Whether there is nothing but a weight, from no class to one.</summary>
    public bool IsPlain => Rule.IsPlain && Guide is null && !IsRenoised;

    /// <summary>The guided score.</summary>
    /// <param name="model">The model.</param>
    /// <param name="labels">The class of each sample, by its index.</param>
    public IScoreFunction<Tile<T>> Of<T>(Model model, Func<long, int> labels)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Guide is { } guide
        ? Autoguidance.Of(model.Score<T>(labels), guide.Score<T>(labels), Rule)
        : new ClassifierFreeGuidance<T>(model.Score<T>(labels), model.Score<T>(Free), Rule);

    /// <summary>No class.</summary>
    public static int Free(long sample) => Unlabelled;

    /// <summary>For names of models in tables.</summary>
    public override string ToString() =>
        $"{(IsRenoised ? "CFG++" : "guidance")} {Rule.Weight:R}{(Guide is { } guide ? $" from {guide.Name}" : "")}" +
        $"{(Rule.Interval is { } part ? $" at σ/α from {part.Low:R} to {part.High:R}" : "")}{(Rule.Rescale > 0 ? $", rescaled by {Rule.Rescale:R}" : "")}";
}
