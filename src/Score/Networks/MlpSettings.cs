namespace ScoreSde.Networks;

/// <summary>The shape of a <see cref="ResidualMlp{T}"/>.</summary>
/// <param name="Dimension">Numbers in one sample, at least 1.</param>
/// <param name="Width">Hidden units of every layer, at least 1.</param>
/// <param name="Depth">Residual layers after the input layer, at least 0.</param>
/// <param name="TimeFeatures">Sines and cosines of the noise level, an even number, at least 2.</param>
/// <param name="Classes">Class labels 0 … Classes − 1; 0 for an unconditional network.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is out of its range, or a weight matrix would exceed 2³¹ − 1 numbers.</exception>
public sealed record MlpSettings(int Dimension, int Width, int Depth, int TimeFeatures, int Classes)
{
    /// <summary>The greatest width: its square does not exceed 2³⁰.</summary>
    public const int MostWidth = 32_767;

    /// <summary>The greatest depth.</summary>
    public const int MostDepth = 1024;

    private const int MostUnits = 1 << 20;

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; } = InRange(Dimension, 1, MostUnits, nameof(Dimension));

    /// <summary>Hidden units of every layer.</summary>
    public int Width { get; } = InRange(Width, 1, Math.Min(MostWidth, LargestMatrix / Math.Max(1, Dimension)), nameof(Width));

    /// <summary>Residual layers after the input layer.</summary>
    public int Depth { get; } = InRange(Depth, 0, MostDepth, nameof(Depth));

    /// <summary>Sines and cosines of the noise level.</summary>
    public int TimeFeatures { get; } = InRange(TimeFeatures, 2, LargestMatrix / Math.Max(Width, Dimension), nameof(TimeFeatures)) % 2 == 0
        ? TimeFeatures
        : throw new ArgumentOutOfRangeException(nameof(TimeFeatures), TimeFeatures, "TimeFeatures must be even: half are sines, half cosines.");

    /// <summary>Class labels; 0 for an unconditional network.</summary>
    public int Classes { get; } = InRange(Classes, 0, (LargestMatrix / Math.Max(1, Width)) - 1, nameof(Classes));

    /// <summary>
    /// Whether a second output layer w = W_v SiLU(h_depth) + b_v says of each number where between β̃ and β the logarithm of a reverse step's variance lies
    /// (<see cref="ScoreSde.Scores.ILearnedVariance{TState}"/>): twice as many outputs. Nichol and Dhariwal 2021, eq. (15).
    /// </summary>
    public bool LearnsVariance { get; init; }

    /// <summary>The row of the class embedding that stands for "no label".</summary>
    public int NoLabelRow => Classes;

    // Padding to whole panels must not overflow an array's length either.
    private static int LargestMatrix => int.MaxValue / 2;

    private static int InRange(int value, int low, int high, string name) => value >= low && value <= high
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must lie in [{low}, {high}].");
}
