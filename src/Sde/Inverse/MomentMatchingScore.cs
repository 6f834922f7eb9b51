using System.Buffers;
using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>
/// Moment matching: C = (σ²/α) ∂x̂₀/∂x, which is Cov(x₀|x_t) itself by Tweedie's second-order formula. W (y − A x̂₀) is found by steps of
/// <see cref="MinimalResiduals"/>, each one product with the Jacobian. Exact for Gaussian data of any covariance once the steps reach the rank of A. 3 + 2 · steps
/// evaluations. Rozet et al. 2024 (MMPS); Boys et al. 2023 (TMPD).
/// </summary>
/// <remarks>
/// A network's Jacobian is no covariance: it is neither symmetric nor positive. Conjugate gradients, as published, leave a larger rest than they found there,
/// and W itself exists only by name. Steps that make the rest of (A C Aᵀ + σ_y² I) w = y − A x̂₀ least never make it larger; few of them take from C what it is
/// sure of, so that three serve a network better than as many as there are numbers. σ_y = 0 is allowed.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class MomentMatchingScore<T> : MeasurementScore<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PseudoinverseWeight start;

    /// <param name="prior">The model without the measurement.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="steps">Steps towards W (y − A x̂₀), at least 1.</param>
    /// <param name="weight">w; 1 is Bayes' rule.</param>
    /// <param name="dataVariance">v &gt; 0 of the rough W from which the steps take their directions, ΠGDM's. It moves no exact result.</param>
    public MomentMatchingScore(
        IDifferentiableScore<Tile<T>> prior, Measurement measurement, int steps = 3, double weight = 1, double dataVariance = 1)
        : base(prior, Require.NotNull(measurement), weight, products: 1 + Require.Positive(steps))
    {
        Steps = steps;
        start = new PseudoinverseWeight(measurement, dataVariance);
    }

    /// <summary>Steps towards W (y − A x̂₀).</summary>
    public int Steps { get; }

    private protected override void Weigh(Tile<T> x, NoiseLevel level, Span<double> residuals, Scratch<T> scratch)
    {
        int m = Measurement.Operator.Outputs;
        int length = residuals.Length;
        double noise = Measurement.Deviation * Measurement.Deviation;
        double[] solution = ArrayPool<double>.Shared.Rent(length);
        double[] directions = ArrayPool<double>.Shared.Rent(Steps * length);
        double[] images = ArrayPool<double>.Shared.Rent(Steps * length);
        double[] direction = ArrayPool<double>.Shared.Rent(length);
        double[] image = ArrayPool<double>.Shared.Rent(length);
        solution.AsSpan(0, length).Clear();
        for (int step = 0; step < Steps; step++)
        {
            residuals.CopyTo(direction);
            for (int first = 0; first < length; first += m)
            {
                start.Apply(level, direction.AsSpan(first, m));
            }

            ApplyCovariance(x, level, direction, image, scratch);
            SingularValues.Add(noise, direction.AsSpan(0, length), image.AsSpan(0, length));
            for (int first = 0; first < length; first += m)
            {
                // A sample's directions and images lie behind one another, so that a step sees those before it.
                Range own = (first * Steps)..((first * Steps) + (m * Steps));
                direction.AsSpan(first, m).CopyTo(directions.AsSpan(own).Slice(step * m, m));
                image.AsSpan(first, m).CopyTo(images.AsSpan(own).Slice(step * m, m));
                MinimalResiduals.Advance(
                    step, directions.AsSpan(own), images.AsSpan(own), solution.AsSpan(first, m), residuals.Slice(first, m));
            }
        }

        solution.AsSpan(0, length).CopyTo(residuals);
        ArrayPool<double>.Shared.Return(solution);
        ArrayPool<double>.Shared.Return(directions);
        ArrayPool<double>.Shared.Return(images);
        ArrayPool<double>.Shared.Return(direction);
        ArrayPool<double>.Shared.Return(image);
    }
}
