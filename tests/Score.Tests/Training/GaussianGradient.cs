using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>
/// The derivative of a row's loss w(t) (ε − ε_θ)² in the slope a of an output layer y = a x, for data N(0, ¼), with its exact moments over x₀ and ε at a time:
/// 2 w ∂ε_θ/∂y (ε_θ − ε) x. y is the velocity, that of the straight path under the weight <see cref="LossWeighting.Flow"/>, and ε under <see cref="LossWeighting.Uniform"/>.
/// </summary>
internal sealed class GaussianGradient(IDiffusionProcess process, LossWeighting weighting)
{
    private const double Data = 0.25;

    private Parametrisation Output => weighting switch
    {
        LossWeighting.Flow => Parametrisation.Flow,
        LossWeighting.Uniform => Parametrisation.Noise,
        _ => process is VarianceExploding ? Parametrisation.Noise : Parametrisation.Velocity,
    };

    /// <summary>Of a new network, whose output is 0: its error e = b x − ε. Of two normals E(ex)² − (E ex)² = E e² E x² + (E ex)².</summary>
    public (double Mean, double Variance) New(NoiseLevel level)
    {
        Conversion conversion = Conversion.ToNoise(Output, level);
        double b = conversion.OnState;
        double x = State(level);
        double sigma = level.Deviation;
        double cross = (b * x) - sigma;
        double error = (b * b * x) - (2 * b * sigma) + 1;
        double factor = 2 * Weight(level) * conversion.OnOther;
        return (factor * cross, factor * factor * ((error * x) + (cross * cross)));
    }

    /// <summary>Of a network that is exact: ε − E[ε | x] has variance α² v/(α² v + σ²) and is independent of x; the mean is 0.</summary>
    public double TrainedVariance(NoiseLevel level)
    {
        double factor = 2 * Weight(level) * Conversion.ToNoise(Output, level).OnOther;
        return factor * factor * level.MeanScale * level.MeanScale * Data;
    }

    private static double State(NoiseLevel level) => (level.MeanScale * level.MeanScale * Data) + level.Variance;

    private double Weight(NoiseLevel level) => LossWeights.At(weighting, process, level, 5);
}
