using ScoreSde.Noise;

namespace ScoreSde.Verification.Instruments;

/// <summary>What a sampler does to Gaussian data: x_end = Slope · x_start + Shift + Σ_k Noise_k z_k, z_k independent N(0, 1).</summary>
/// <param name="Slope">The factor of the initial state.</param>
/// <param name="Shift">The constant.</param>
/// <param name="Noise">The factor of each noise that was drawn; those that cancelled out are left out.</param>
public sealed record AffineMap(double Slope, double Shift, IReadOnlyDictionary<NoiseKey, double> Noise)
{
    /// <summary>Σ_k Noise_k², the variance that the run itself adds.</summary>
    public double NoiseVariance
    {
        get
        {
            double sum = 0;
            foreach (double weight in Noise.Values)
            {
                sum += weight * weight;
            }

            return sum;
        }
    }

    /// <summary>The law of x_end for a Gaussian x_start that is independent of the run's noise.</summary>
    public NormalLaw Push(NormalLaw start) =>
        new((Slope * start.Mean) + Shift, (Slope * Slope * start.Variance) + NoiseVariance);
}
