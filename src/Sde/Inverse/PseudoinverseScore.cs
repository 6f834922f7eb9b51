using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>
/// ΠGDM: C = r² I with r² = v σ²/(α² v + σ²), the posterior variance of data N(·, v I); exact for such data. W by the singular values of A,
/// so σ_y = 0 is allowed. Three evaluations. Song et al. 2023, eq. (7) and (8), v = 1.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class PseudoinverseScore<T> : MeasurementScore<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PseudoinverseWeight inverse;

    /// <param name="prior">The model without the measurement.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="dataVariance">v &gt; 0.</param>
    /// <param name="weight">w; 1 is Bayes' rule.</param>
    public PseudoinverseScore(IDifferentiableScore<Tile<T>> prior, Measurement measurement, double dataVariance = 1, double weight = 1)
        : base(prior, Require.NotNull(measurement), weight, products: 1)
    {
        inverse = new PseudoinverseWeight(measurement, dataVariance);
    }

    /// <summary>v.</summary>
    public double DataVariance => inverse.DataVariance;

    private protected override void Weigh(Tile<T> x, NoiseLevel level, Span<double> residuals, Scratch<T> scratch)
    {
        int m = Measurement.Operator.Outputs;
        for (int first = 0; first < residuals.Length; first += m)
        {
            inverse.Apply(level, residuals.Slice(first, m));
        }
    }
}
