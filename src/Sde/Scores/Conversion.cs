using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// The one table of conversions. Each prediction is linear in (x, ε): target = OnState · x + OnNoise · ε.
/// </summary>
/// <param name="OnState">The factor of x_t.</param>
/// <param name="OnOther">The factor of the other quantity.</param>
public readonly record struct Conversion(double OnState, double OnOther)
{
    /// <summary>The coefficients that make the target from (x, ε).</summary>
    public static Conversion FromNoise(Parametrisation target, NoiseLevel level)
    {
        double a = level.MeanScale;
        double s = level.Deviation;
        return target switch
        {
            Parametrisation.Noise => new(0, 1),
            Parametrisation.Score => new(0, -1 / s),
            Parametrisation.Data => new(1 / a, -s / a),
            Parametrisation.Velocity => new(-s / a, a + (s * s / a)),
            Parametrisation.Flow => new(-1 / a, 1 + (s / a)),
            _ => throw new ArgumentOutOfRangeException(nameof(target), target, "Unknown parametrisation."),
        };
    }

    /// <summary>The coefficients that make ε from (x, source).</summary>
    public static Conversion ToNoise(Parametrisation source, NoiseLevel level)
    {
        double a = level.MeanScale;
        double s = level.Deviation;
        return source switch
        {
            Parametrisation.Noise => new(0, 1),
            Parametrisation.Score => new(0, -s),
            Parametrisation.Data => new(1 / s, -a / s),
            Parametrisation.Velocity => new(s / ((a * a) + (s * s)), a / ((a * a) + (s * s))),
            Parametrisation.Flow => new(1 / (a + s), a / (a + s)),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Unknown parametrisation."),
        };
    }

    /// <summary>
    /// The coefficients that make x̂₀ from (x, source). At α = 0, where x = σ ε, from v: −v/σ with no part of x; from u: x/σ − u/σ.
    /// </summary>
    /// <remarks>Not finite where the source says nothing of x̂₀: ε and the score at α = 0.</remarks>
    public static Conversion ToData(Parametrisation source, NoiseLevel level)
    {
        double a = level.MeanScale;
        double s = level.Deviation;
        return source switch
        {
            Parametrisation.Noise => new(1 / a, -s / a),
            Parametrisation.Score => new(1 / a, s * s / a),
            Parametrisation.Data => new(0, 1),
            Parametrisation.Velocity => new(a / ((a * a) + (s * s)), -s / ((a * a) + (s * s))),
            Parametrisation.Flow => new(1 / (a + s), -s / (a + s)),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Unknown parametrisation."),
        };
    }

    /// <summary>The coefficients that make what an <see cref="IScoreFunction{TState}"/> writes from (x, source): ε, or x̂₀ where α = 0.</summary>
    public static Conversion ToAnswer(Parametrisation source, NoiseLevel level) => level.IsPureNoise ? ToData(source, level) : ToNoise(source, level);
}
