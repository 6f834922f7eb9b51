using ScoreSde.Processes;

namespace ScoreSde.Describing;

/// <summary>What stands between a state and a network at one level: the network sees InputFactor · x, and ε = OnState · x + OnOutput · y.</summary>
/// <param name="InputFactor">The factor of x before the network.</param>
/// <param name="OnState">The factor of x in ε.</param>
/// <param name="OnOutput">The factor of the network's output in ε.</param>
public readonly record struct Preconditioning(double InputFactor, double OnState, double OnOutput)
{
    /// <summary>The factors of a network's conventions at a level, of x̂₀ in place of ε where α = 0; not finite where the output says nothing of it.</summary>
    /// <param name="output">What the output stands for.</param>
    /// <param name="input">The scale of the input.</param>
    /// <param name="dataDeviation">σ_data of EDM.</param>
    /// <param name="level">The level.</param>
    public static Preconditioning Of(OutputKind output, InputScale input, double dataDeviation, NoiseLevel level)
    {
        double a = level.MeanScale;
        double s = level.Deviation;
        double ratio = level.Ratio;
        double width = Math.Sqrt((ratio * ratio) + (dataDeviation * dataDeviation));
        double factor = input switch
        {
            InputScale.State => 1,
            InputScale.Ratio => 1 / a,
            InputScale.Unit => 1 / Math.Sqrt((a * a) + (s * s)),
            InputScale.Flow => 1 / (a + s),
            InputScale.Edm => 1 / (a * width),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input, "Unknown scale."),
        };
        if (level.IsPureNoise)
        {
            // x = σ ε, and with x and the output in the input's scale v = −σ' x₀.
            (double ofState, double ofOutput) = output switch
            {
                OutputKind.Data => (0, 1),
                OutputKind.Velocity => (0, -1 / (s * factor)),
                OutputKind.Flow => (1 / s, -1),
                OutputKind.FlowReversed => (1 / s, 1.0),
                _ => (double.NaN, double.NaN),
            };
            return new(factor, ofState, ofOutput);
        }

        double norm = ((a * a) + (s * s)) * factor;
        (double onState, double onOutput) = output switch
        {
            OutputKind.Noise => (0, 1),
            OutputKind.Data => (1 / s, -a / s),
            OutputKind.Velocity => (s * factor / norm, a / norm),
            OutputKind.Score => (0, -s * factor),
            OutputKind.Flow => (1 / (a + s), a / (a + s)),
            OutputKind.FlowReversed => (1 / (a + s), -a / (a + s)),
            OutputKind.Edm => (ratio / (a * width * width), -dataDeviation / width),
            _ => throw new ArgumentOutOfRangeException(nameof(output), output, "Unknown output."),
        };
        return new(factor, onState, onOutput);
    }

    /// <summary>What the network is told of a level, without the factor <c>timeScale</c>.</summary>
    /// <param name="kind">How.</param>
    /// <param name="indices">T, for indices.</param>
    /// <param name="level">The level.</param>
    /// <remarks>A λ where α = 0 is that of σ/α = 200, as our own networks are told.</remarks>
    public static double TimeOf(TimeKind kind, int indices, NoiseLevel level) => kind switch
    {
        TimeKind.None => 0,
        TimeKind.Index => (level.Time * indices) - 1,
        TimeKind.IndexFromOne => level.Time * indices,
        TimeKind.Time => level.Time,
        TimeKind.Deviation => level.Deviation,
        TimeKind.Ratio => level.Ratio,
        TimeKind.Lambda => level.IsPureNoise ? -Math.Log(200) : level.Lambda,
        TimeKind.LogSignalToNoise => 2 * level.Lambda,
        TimeKind.QuarterLogRatio => -0.25 * level.Lambda,
        TimeKind.Flow => level.Deviation / (level.MeanScale + level.Deviation),
        TimeKind.FlowReversed => level.MeanScale / (level.MeanScale + level.Deviation),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown way of telling the time."),
    };
}
