using System.Buffers;
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

    /// <summary>ε of the model, ε given the measurement, and ln N(y; A x̂₀, r² A Aᵀ + σ_y² I) of every row, whose gradient it has, at a level with α &gt; 0.</summary>
    internal void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T> guided, Span<double> logDensities)
    {
        double[] residuals = ArrayPool<double>.Shared.Rent(x.Rows * Measurement.Operator.Outputs);
        Guide(x, level, epsilon, guided, residuals.AsSpan(0, x.Rows * Measurement.Operator.Outputs));
        inverse.LogDensities(level, residuals, logDensities[..x.Rows]);
        ArrayPool<double>.Shared.Return(residuals);
    }

    /// <summary>ln N(y; A x̂₀, r² A Aᵀ + σ_y² I) of every row where ε is known, at a level with α &gt; 0; at a clean one ln p(y|x₀), whatever ε.</summary>
    internal void LogDensities(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Span<double> logDensities)
    {
        double[] residuals = ArrayPool<double>.Shared.Rent(x.Rows * Measurement.Operator.Outputs);
        Residuals(x, level, epsilon, residuals);
        inverse.LogDensities(level, residuals, logDensities[..x.Rows]);
        ArrayPool<double>.Shared.Return(residuals);
    }

    private protected override void Weigh(Tile<T> x, NoiseLevel level, Span<double> residuals, Scratch<T> scratch)
    {
        int m = Measurement.Operator.Outputs;
        for (int first = 0; first < residuals.Length; first += m)
        {
            inverse.Apply(level, residuals.Slice(first, m));
        }
    }
}
