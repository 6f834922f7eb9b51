using ScoreSde.Inverse;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Inverse;

/// <summary>
/// A model of the noise given a measurement, on tensors: ε = ε_θ − w σ Jᵀ Aᵀ W (y − A x̂₀), J = ∂x̂₀/∂x, as <see cref="MeasurementScore{T}"/> has it on tiles, with
/// its numbers to rounding. A is held as its matrix, residuals and W are float64 whatever the states are. Any solver takes it.
/// </summary>
/// <remarks>For one thread. The prior is the caller's to dispose of.</remarks>
public sealed class TorchMeasurementScore : IBatchScore, IComposedScore, IDisposable
{
    private readonly IDifferentiableScore<Tensor> prior;
    private readonly MeasurementTensors tensors;
    private readonly IResidualWeight weigher;
    private readonly double weight;

    private TorchMeasurementScore(IDifferentiableScore<Tensor> prior, MeasurementTensors tensors, IResidualWeight weigher, double weight)
    {
        this.prior = prior;
        this.tensors = tensors;
        this.weigher = weigher;
        this.weight = Require.NonNegative(weight);
        EvaluationsPerCall = (1 + (CountingScore<Tensor>.EvaluationsPerProduct * (1 + weigher.Products)))
            * ((prior as IComposedScore)?.EvaluationsPerCall ?? 1);
    }

    /// <inheritdoc/>
    public int Dimension => prior.Dimension;

    /// <inheritdoc/>
    public TimeRange Range => prior.Range;

    /// <inheritdoc/>
    public int EvaluationsPerCall { get; }

    /// <summary>ΠGDM: <see cref="PseudoinverseScore{T}"/> on tensors.</summary>
    /// <param name="prior">The model without the measurement.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="device">Where states live.</param>
    /// <param name="dataVariance">v &gt; 0.</param>
    /// <param name="weight">w; 1 is Bayes' rule.</param>
    /// <exception cref="ArgumentException">The operator is for samples of another dimension.</exception>
    public static TorchMeasurementScore Pseudoinverse(
        IDifferentiableScore<Tensor> prior, Measurement measurement, Device device, double dataVariance = 1, double weight = 1)
    {
        MeasurementTensors tensors = Measured(prior, measurement, device);
        return new(prior, tensors, new PseudoinverseTensors(tensors, measurement.Deviation, dataVariance), weight);
    }

    /// <summary>Moment matching: <see cref="MomentMatchingScore{T}"/> on tensors.</summary>
    /// <param name="prior">The model without the measurement.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="device">Where states live.</param>
    /// <param name="steps">Steps towards W (y − A x̂₀), at least 1.</param>
    /// <param name="weight">w; 1 is Bayes' rule.</param>
    /// <param name="dataVariance">v &gt; 0 of the rough W from which the steps take their directions.</param>
    /// <exception cref="ArgumentException">The operator is for samples of another dimension.</exception>
    public static TorchMeasurementScore MomentMatching(
        IDifferentiableScore<Tensor> prior, Measurement measurement, Device device, int steps = 3, double weight = 1, double dataVariance = 1)
    {
        Require.Positive(steps);
        MeasurementTensors tensors = Measured(prior, measurement, device);
        var start = new PseudoinverseTensors(tensors, measurement.Deviation, dataVariance);
        return new(prior, tensors, new MomentMatchingTensors(prior, tensors, start, measurement.Deviation, steps), weight);
    }

    /// <summary>DPS as Bayes' rule: <see cref="PosteriorScore{T}"/> on tensors.</summary>
    /// <param name="prior">The model without the measurement.</param>
    /// <param name="measurement">What was measured, with σ_y &gt; 0.</param>
    /// <param name="device">Where states live.</param>
    /// <param name="weight">w; 1 is Bayes' rule.</param>
    /// <exception cref="ArgumentException">σ_y = 0, or the operator is for samples of another dimension.</exception>
    public static TorchMeasurementScore Posterior(IDifferentiableScore<Tensor> prior, Measurement measurement, Device device, double weight = 1)
    {
        if (!(measurement.Deviation > 0))
        {
            throw new ArgumentException("The likelihood of DPS needs a measurement with noise, σ_y > 0.", nameof(measurement));
        }

        return new(prior, Measured(prior, measurement, device), new PrecisionTensors(measurement.Deviation), weight);
    }

    /// <inheritdoc/>
    public void MoveTo(long firstSample, int rows) => (prior as IBatchScore)?.MoveTo(firstSample, rows);

    /// <inheritdoc/>
    public void Prepare(IReadOnlyList<NoiseLevel> levels) => (prior as IBatchScore)?.Prepare(levels);

    /// <inheritdoc/>
    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        using DisposeScope scope = NewDisposeScope();
        prior.Evaluate(x, level, epsilon);
        if (level.IsPureNoise)
        {
            return;
        }

        // x̂₀ = (x − σ ε)/α
        Tensor data = x.to(float64).Plus(epsilon.to(float64), -level.Deviation).Over_(level.MeanScale);
        Tensor weighted = weigher.Weigh(x, level, tensors.Values.sub(tensors.Apply(data)));
        Tensor cotangent = tensors.ApplyTransposed(weighted).to(x.dtype);
        Tensor product = empty_like(x);
        prior.TransposedJacobianProduct(x, level, cotangent, product);

        // ε −= w σ Jᵀ c, Jᵀ c = (c − σ (∂ε/∂x)ᵀ c)/α
        epsilon.Plus_(cotangent.Plus(product, -level.Deviation), -weight * level.Ratio);
    }

    /// <summary>Disposes of what was measured; the prior stays.</summary>
    public void Dispose() => tensors.Dispose();

    private static MeasurementTensors Measured(IDifferentiableScore<Tensor> prior, Measurement measurement, Device device) =>
        measurement.Operator.Inputs == prior.Dimension
            ? new MeasurementTensors(measurement, device)
            : throw new ArgumentException($"The operator measures samples of {measurement.Operator.Inputs} numbers, not of {prior.Dimension}.", nameof(measurement));
}
