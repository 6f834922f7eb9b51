using ScoreSde.Data;

namespace ScoreSde.Networks;

/// <summary>
/// The shape of a U-Net of the DDPM family (Ho et al. 2020, app. B): levels of half the size each, some residual blocks
/// a level, attention on small levels.
/// </summary>
/// <param name="Image">The shape of the pictures; height and width are divisible by 2 for each level after the first.</param>
/// <param name="Channels">Feature maps of the first level.</param>
/// <param name="Multipliers">Feature maps of each level, in units of <paramref name="Channels"/>: 1, 2, 2.</param>
/// <param name="Blocks">Residual blocks in a level on the way down; one more on the way up.</param>
/// <param name="AttentionLevels">Levels whose blocks are followed by self-attention, from 0; the middle always has it.</param>
/// <param name="Groups">Groups of the normalisations; divides the feature maps of every level.</param>
/// <param name="TimeFeatures">Sines and cosines of the noise level, an even number.</param>
/// <param name="Classes">Class labels 0 … Classes − 1; 0 for an unconditional network.</param>
public sealed record UNetSettings(
    ImageShape Image,
    int Channels,
    IReadOnlyList<int> Multipliers,
    int Blocks,
    IReadOnlyList<int> AttentionLevels,
    int Groups,
    int TimeFeatures,
    int Classes)
{
    /// <summary>
    /// Whether a second last convolution says what is learned of the variance of reverse steps, a number for each of a picture
    /// (<see cref="ScoreSde.Scores.ILearnedVariance{TState}"/>): twice as many outputs. Nichol and Dhariwal 2021, eq. (15).
    /// </summary>
    public bool LearnsVariance { get; init; }

    /// <summary>Numbers in the embedding of noise level and class.</summary>
    public int EmbeddingWidth => 4 * Channels;

    /// <summary>Settings for pictures of some 28 × 28 pixels.</summary>
    public static UNetSettings For(ImageShape image, int classes, int channels = 64) =>
        new(image, channels, [1, 2, 2], 2, [2], 8, 32, classes);

    /// <summary>The greatest number of groups up to 8 that divides the feature maps.</summary>
    public static int GroupsFor(int channels) => Enumerable.Range(1, 8).Last(groups => channels % groups == 0);

    /// <summary>All that is wrong with the settings, a sentence each; empty if they can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        List<string> faults = [];
        int halvings = 1 << Math.Clamp(Multipliers.Count - 1, 0, 20);
        Check(Image.Height > 0 && Image.Width > 0 && Image.Channels > 0, "The pictures are empty.");
        Check(Image.Height % halvings == 0 && Image.Width % halvings == 0,
            $"Pictures of {Image.Height} × {Image.Width} cannot be halved {Multipliers.Count - 1} times; use fewer levels.");
        Check(Channels is > 0 and <= 4096, $"Channels must lie in [1, 4096], not {Channels}.");
        Check(Multipliers.Count is > 0 and <= 8, $"There must be 1 to 8 levels, not {Multipliers.Count}.");
        Check(Multipliers.All(multiplier => multiplier is > 0 and <= 64), "Multipliers must lie in [1, 64].");
        Check(Blocks is > 0 and <= 64, $"Blocks must lie in [1, 64], not {Blocks}.");
        Check(AttentionLevels.All(level => level >= 0 && level < Multipliers.Count), $"Attention levels must lie in [0, {Multipliers.Count - 1}].");
        Check(Groups > 0 && Channels % Math.Max(1, Groups) == 0, $"Channels ({Channels}) must be a multiple of the {Groups} groups.");
        Check(TimeFeatures is >= 2 and <= 4096 && TimeFeatures % 2 == 0, $"TimeFeatures must be even and lie in [2, 4096], not {TimeFeatures}.");
        Check(Classes is >= 0 and <= 1 << 20, $"Classes must lie in [0, {1 << 20}], not {Classes}.");
        return faults;

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    /// <summary>The settings, if nothing is wrong with them.</summary>
    /// <exception cref="ArgumentException">Names all faults at once.</exception>
    public UNetSettings Checked() => Faults() is { Count: > 0 } faults ? throw new ArgumentException(string.Join(' ', faults)) : this;
}
