using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Adaptive;

/// <summary>ε = σ x/(α² v + σ²) of data N(0, v I), without the tables of a mixture: every step of an adaptive run has levels of its own.</summary>
internal sealed class GaussianNoise(double variance, int dimension) : IScoreFunction<Tile<double>>
{
    public int Dimension => dimension;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        double factor = level.Deviation / ((level.MeanScale * level.MeanScale * variance) + level.Variance);
        for (int i = 0; i < x.Values.Length; i++)
        {
            epsilon.Values[i] = factor * x.Values[i];
        }
    }
}
