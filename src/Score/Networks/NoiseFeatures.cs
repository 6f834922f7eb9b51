using System.Numerics;

namespace ScoreSde.Networks;

/// <summary>
/// The sinusoidal embedding of a noise level: with c(λ) = 10 tanh(λ/10), which is near λ where training happens and stays
/// in [−10, 10] for every λ up to ±∞, features sin(ω_i c) and cos(ω_i c), i &lt; F/2, ω_i geometric from ⅛ to 4.
/// </summary>
/// <remarks>
/// λ rather than t, so that one network serves every schedule. The slowest sine has a wavelength of 50, longer than the range
/// of c, and orders all levels; the fastest tells levels apart whose σ differ by a few per cent.
/// λ = −∞, where α = 0, is told as σ/α = 200: no training sees that level itself, whose c = −10 lies far from all that it sees, and x is the same noise but for half a per cent.
/// </remarks>
internal static class NoiseFeatures
{
    private const double Range = 10;
    private const double LowestFrequency = 0.125;
    private const double HighestFrequency = 4;

    // σ/α = 200, α = 0.005.
    private static readonly double LambdaOfPureNoise = -Math.Log(200);

    /// <summary>features = [sin(ω₀c) … , cos(ω₀c) …].</summary>
    /// <exception cref="ArgumentOutOfRangeException">λ is NaN.</exception>
    public static void Write<T>(double lambda, Span<T> features)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (double.IsNaN(lambda))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ must be a number.");
        }

        double c = Range * Math.Tanh((double.IsNegativeInfinity(lambda) ? LambdaOfPureNoise : lambda) / Range);
        int half = features.Length / 2;
        double ratio = Ratio(half);
        double frequency = LowestFrequency;
        for (int i = 0; i < half; i++)
        {
            (double sine, double cosine) = Math.SinCos(frequency * c);
            features[i] = T.CreateTruncating(sine);
            features[half + i] = T.CreateTruncating(cosine);
            frequency *= ratio;
        }
    }

    /// <summary>The range of c, and ω_i of that many features, for a graph of the same network.</summary>
    public static (double Range, double[] Frequencies) Frequencies(int features)
    {
        var frequencies = new double[features / 2];
        double frequency = LowestFrequency;
        for (int i = 0; i < frequencies.Length; i++)
        {
            frequencies[i] = frequency;
            frequency *= Ratio(frequencies.Length);
        }

        return (Range, frequencies);
    }

    private static double Ratio(int half) => half > 1 ? Math.Pow(HighestFrequency / LowestFrequency, 1.0 / (half - 1)) : 1;
}
