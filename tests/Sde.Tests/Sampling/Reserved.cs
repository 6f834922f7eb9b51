using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Sampling;

/// <summary>An exact score that knows only some times, as a network does, and throws where it is asked at others.</summary>
internal sealed class Reserved(GaussianMixture data, TimeRange range) : IDifferentiableScore<Tile<double>>
{
    private readonly IDifferentiableScore<Tile<double>> inner = (IDifferentiableScore<Tile<double>>)data.Score<double>();

    public int Dimension => inner.Dimension;

    public TimeRange Range => range;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        ThrowIfUnknown(level);
        inner.Evaluate(x, level, epsilon);
    }

    public void TransposedJacobianProduct(Tile<double> x, NoiseLevel level, Tile<double> cotangent, Tile<double> product)
    {
        ThrowIfUnknown(level);
        inner.TransposedJacobianProduct(x, level, cotangent, product);
    }

    // Apart from TimeRange, which is under test.
    private void ThrowIfUnknown(NoiseLevel level)
    {
        if (level.Time < range.Minimum * (1 - 1e-6) || level.Time > range.Maximum * (1 + 1e-6))
        {
            throw new InvalidOperationException($"Asked at {level.Time:R}.");
        }
    }
}
