using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Sampling;

/// <summary>ε = σ x/(α² + σ²), the noise function of data N(0, I), without any tensor of its own.</summary>
internal sealed class StandardNormalScore(int dimension) : IScoreFunction<Tensor>
{
    public int Dimension => dimension;

    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        using Scalar factor = level.Deviation / ((level.MeanScale * level.MeanScale) + level.Variance);
        epsilon.copy_(x).mul_(factor);
    }
}
