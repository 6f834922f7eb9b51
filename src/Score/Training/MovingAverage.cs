using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoreSde.Training;

/// <summary>
/// The exponential moving average of the weights, from which samples are drawn: a ← a + (1 − d)(θ − a), with
/// d = min(decay, (1 + k)/(10 + k)) in step k = 0, 1, …, so that the first weights are soon forgotten.
/// </summary>
internal static class MovingAverage
{
    public static double DecayAt(double decay, long step) => Math.Min(decay, (1.0 + step) / (10.0 + step));

    public static void Update(Span<float> average, ReadOnlySpan<float> weights, double decay)
    {
        float rate = (float)(1 - decay);
        Span<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(average);
        ReadOnlySpan<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(weights);
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = Vector.FusedMultiplyAdd(new Vector<float>(rate), w[i] - a[i], a[i]);
        }

        for (int i = a.Length * Vector<float>.Count; i < average.Length; i++)
        {
            average[i] = MathF.FusedMultiplyAdd(rate, weights[i] - average[i], average[i]);
        }
    }
}
