using ScoreSde.Particles;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// How the bias of the weighted mean of P particles falls with P. The same particles are taken 4, 8, … and 64 at a time, so that all noise but that of the bias is common:
/// what is measured is the mean over samples less that of all particles weighted together. Errors are those of blocks of samples.
/// </summary>
/// <param name="Slope">d ln |bias|/d ln P, by least squares.</param>
/// <param name="SlopeError">Its standard error.</param>
/// <param name="WholeBias">The mean of all particles together less the exact one.</param>
/// <param name="WholeError">Its standard error.</param>
internal sealed record ParticleSlope(double Slope, double SlopeError, double WholeBias, double WholeError)
{
    /// <summary>What terms in 1/P² add to the slope between 4 and 64.</summary>
    public const double Curvature = 0.1;

    private const int Most = 64;
    private const int Blocks = 16;
    private const int SamplesOfMost = 1024;

    private static readonly int[] Particles = [4, 8, 16, 32, Most];

    /// <summary>Measures it.</summary>
    /// <param name="run">Runs so many samples of so many particles each, never drawn again; sample i has particles i P … i P + P − 1.</param>
    /// <param name="exact">The mean with any number of particles.</param>
    public static ParticleSlope Measure(Func<int, int, EvidenceSamples<double>> run, double exact)
    {
        EvidenceSamples<double>[] all = [.. Particles.Select(particles => run(particles, SamplesOfMost * (Most / particles)))];
        double[] without = [.. Enumerable.Range(0, Blocks).Select(block => SlopeOf(all, block))];
        double[] whole = [.. Enumerable.Range(0, Blocks).Select(block => Pooled(all[^1], block))];
        return new(SlopeOf(all, -1), Jackknife(without), Pooled(all[^1], -1) - exact, Jackknife(whole));
    }

    private static double SlopeOf(EvidenceSamples<double>[] all, int omitted)
    {
        double pooled = Pooled(all[^1], omitted);
        double[] x = [.. Particles.Select(static p => Math.Log(p))];
        double[] y = [.. all.Select(found => Math.Log(Math.Abs(Kept(found.Means, omitted).Average() - pooled)))];
        double middle = x.Average();
        return x.Zip(y, (p, q) => (p - middle) * q).Sum() / x.Sum(p => (p - middle) * (p - middle));
    }

    private static double Pooled(EvidenceSamples<double> found, int omitted)
    {
        double[] weights = [.. Kept(found.LogEvidences, omitted).Select(Math.Exp)];
        return weights.Zip(Kept(found.Means, omitted), static (w, mean) => w * mean).Sum() / weights.Sum();
    }

    private static IEnumerable<double> Kept(double[] values, int omitted)
    {
        int length = values.Length / Blocks;
        return values.Where((_, i) => i / length != omitted);
    }

    private static double Jackknife(double[] without)
    {
        double mean = without.Average();
        return Math.Sqrt((Blocks - 1.0) / Blocks * without.Sum(value => (value - mean) * (value - mean)));
    }
}
