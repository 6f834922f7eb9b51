using System.Buffers;
using System.Numerics;
using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>
/// Moment matching: C = (σ²/α) ∂x̂₀/∂x, which is Cov(x₀|x_t) itself by Tweedie's second-order formula. W (y − A x̂₀) is found by conjugate gradients,
/// each step one product with the Jacobian. Exact for Gaussian data of any covariance once the steps reach the rank of A. 3 + 2 · steps
/// evaluations. Rozet et al. 2024 (MMPS); Boys et al. 2023 (TMPD).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class MomentMatchingScore<T> : MeasurementScore<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="prior">The model without the measurement.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="steps">Steps of conjugate gradients, at least 1.</param>
    /// <param name="weight">w; 1 is Bayes' rule.</param>
    public MomentMatchingScore(IDifferentiableScore<Tile<T>> prior, Measurement measurement, int steps = 3, double weight = 1)
        : base(prior, measurement, weight, products: 1 + Require.Positive(steps)) => Steps = steps;

    /// <summary>Steps of conjugate gradients.</summary>
    public int Steps { get; }

    private protected override void Weigh(Tile<T> x, NoiseLevel level, Span<double> residuals, Scratch<T> scratch)
    {
        int m = Measurement.Operator.Outputs;
        int length = residuals.Length;
        double noise = Measurement.Deviation * Measurement.Deviation;
        double[] solution = ArrayPool<double>.Shared.Rent(length);
        double[] direction = ArrayPool<double>.Shared.Rent(length);
        double[] image = ArrayPool<double>.Shared.Rent(length);
        solution.AsSpan(0, length).Clear();
        residuals.CopyTo(direction);
        for (int step = 0; step < Steps; step++)
        {
            ApplyCovariance(x, level, direction, image, scratch);
            SingularValues.Add(noise, direction.AsSpan(0, length), image.AsSpan(0, length));
            for (int first = 0; first < length; first += m)
            {
                Advance(
                    noise, residuals.Slice(first, m), solution.AsSpan(first, m), direction.AsSpan(first, m), image.AsSpan(first, m));
            }
        }

        solution.AsSpan(0, length).CopyTo(residuals);
        ArrayPool<double>.Shared.Return(solution);
        ArrayPool<double>.Shared.Return(direction);
        ArrayPool<double>.Shared.Return(image);
    }

    // One sample's step. One that is solved stays where it is, and so does one along which the matrix has less than half the curvature
    // σ_y² that it owes to the error alone: a network's Jacobian need not be a covariance, and a step along it could be of any length.
    private static void Advance(
        double noise, Span<double> residual, Span<double> solution, Span<double> direction, ReadOnlySpan<double> image)
    {
        double square = SingularValues.Dot(residual, residual);
        double curvature = SingularValues.Dot(direction, image);
        if (!(square > 0 && curvature > 0.5 * noise * SingularValues.Dot(direction, direction)))
        {
            direction.Clear();
            return;
        }

        double length = square / curvature;
        SingularValues.Add(length, direction, solution);
        SingularValues.Add(-length, image, residual);
        double ratio = SingularValues.Dot(residual, residual) / square;
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = residual[i] + (ratio * direction[i]);
        }
    }
}
