using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoreSde.Training;

/// <summary>
/// One AdamW step on a slice of weights, element by element and so with the same bits on every vector width:
/// m ← m + (1 − β₁)(c g − m), v ← v + (1 − β₂)((c g)² − v), θ ← d θ − a m/(√v + e),
/// with a = η √(1 − β₂ᵏ)/(1 − β₁ᵏ), e = ε √(1 − β₂ᵏ), d = 1 − η·decay, c the clipping factor.
/// Kingma and Ba 2015, § 2 (the efficient order, with ε in the place of algorithm 1); Loshchilov and Hutter 2019, algorithm 2.
/// </summary>
/// <remarks>State is float; the scalars are worked out in double and rounded once.</remarks>
internal readonly struct AdamUpdate
{
    private readonly float clip;
    private readonly float firstRate;
    private readonly float secondRate;
    private readonly float step;
    private readonly float epsilon;
    private readonly float keep;

    /// <param name="settings">β₁, β₂, ε.</param>
    /// <param name="count">k, from 1.</param>
    /// <param name="rate">η.</param>
    /// <param name="decay">The decay of these weights in units of η.</param>
    /// <param name="clip">c.</param>
    public AdamUpdate(TrainingSettings settings, long count, double rate, double decay, double clip)
    {
        double root = Math.Sqrt(1 - Math.Pow(settings.Beta2, count));
        this.clip = (float)clip;
        firstRate = (float)(1 - settings.Beta1);
        secondRate = (float)(1 - settings.Beta2);
        step = (float)(rate * root / (1 - Math.Pow(settings.Beta1, count)));
        epsilon = (float)(settings.Epsilon * root);
        keep = (float)(1 - (rate * decay));
    }

    public void Apply(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(weights);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(first);
        Span<Vector<float>> v = MemoryMarshal.Cast<float, Vector<float>>(second);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> clipped = g[i] * clip;
            m[i] = Vector.FusedMultiplyAdd(new Vector<float>(firstRate), clipped - m[i], m[i]);
            v[i] = Vector.FusedMultiplyAdd(new Vector<float>(secondRate), (clipped * clipped) - v[i], v[i]);
            Vector<float> change = m[i] * step / (Vector.SquareRoot(v[i]) + new Vector<float>(epsilon));
            w[i] = (w[i] * keep) - change;
        }

        for (int i = w.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            float clipped = gradient[i] * clip;
            first[i] = MathF.FusedMultiplyAdd(firstRate, clipped - first[i], first[i]);
            second[i] = MathF.FusedMultiplyAdd(secondRate, (clipped * clipped) - second[i], second[i]);
            float change = first[i] * step / (MathF.Sqrt(second[i]) + epsilon);
            weights[i] = (weights[i] * keep) - change;
        }
    }
}
