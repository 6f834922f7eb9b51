using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>
/// Diffusion posterior sampling as Bayes' rule: C = 0, W = I/σ_y², as if x₀ were known to be x̂₀. Needs σ_y &gt; 0. Three evaluations. Chung et al.
/// 2023, eq. (16), with the likelihood's own weight; <see cref="DiffusionPosteriorSampling"/> has the step rule that the paper ran with.
/// </summary>
/// <remarks>C = 0 claims too much of the measurement while there is noise: posteriors come out too narrow, and small σ_y make steps unstable.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class PosteriorScore<T> : MeasurementScore<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double precision;

    /// <param name="prior">The model without the measurement.</param>
    /// <param name="measurement">What was measured, with σ_y &gt; 0.</param>
    /// <param name="weight">w; 1 is Bayes' rule.</param>
    /// <exception cref="ArgumentException">σ_y = 0, or the operator is for samples of another dimension.</exception>
    public PosteriorScore(IDifferentiableScore<Tile<T>> prior, Measurement measurement, double weight = 1)
        : base(prior, Require.NotNull(measurement), weight, products: 1)
    {
        precision = measurement.Deviation > 0
            ? 1 / (measurement.Deviation * measurement.Deviation)
            : throw new ArgumentException("The likelihood of DPS needs a measurement with noise, σ_y > 0.", nameof(measurement));
    }

    private protected override void Weigh(Tile<T> x, NoiseLevel level, Span<double> residuals, Scratch<T> scratch)
    {
        foreach (ref double residual in residuals)
        {
            residual *= precision;
        }
    }
}
