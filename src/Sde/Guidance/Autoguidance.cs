using System.Numerics;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Guidance;

/// <summary>
/// D = D_guide + w (D_main − D_guide) for x̂₀, and so for ε and the score: away from a weaker model of the same data, which was trained less or is smaller. w = 1 is
/// the main model alone, w &gt; 1 leads away from what the guide gets wrong, with no class needed. Karras et al. 2024 (arXiv:2406.02507).
/// </summary>
/// <remarks>
/// x̂₀, ε and v differ by factors and parts of x that are the level's alone, so that what the two networks predict need not be the same. It points at
/// p_main (p_main/p_guide)^(w − 1) at each level. What it is made of is <see cref="ClassifierFreeGuidance{T}"/> with the guide for the unconditional model; an interval and
/// rescaling (<see cref="GuidanceRule"/>) hold for it too.
/// </remarks>
public static class Autoguidance
{
    /// <summary>The score of a model that is led away from a weaker one.</summary>
    /// <param name="main">The model.</param>
    /// <param name="guide">The weaker model: of the same process and in the same units, at the levels of both alone.</param>
    /// <param name="rule">w, where it holds, and the rescaling.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">The two models differ in dimension, or samples of one number are to be rescaled.</exception>
    public static ClassifierFreeGuidance<T> Of<T>(IScoreFunction<Tile<T>> main, IScoreFunction<Tile<T>> guide, GuidanceRule rule)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Require.NotNull(main), Require.NotNull(guide), rule);
}
