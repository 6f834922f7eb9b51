using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Sampling;

/// <summary>ε = 0.1 x, but NaN or ∞ for one sample from one time on.</summary>
internal sealed class PoisonedScore(long sample, int coordinate, double fromTime, double poison) : IScoreFunction<Tile<float>>
{
    public int Dimension => 2;

    public void Evaluate(Tile<float> x, NoiseLevel level, Tile<float> epsilon)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            bool sick = x.FirstSample + row == sample && level.Time <= fromTime;
            for (int j = 0; j < Dimension; j++)
            {
                epsilon.Row(row)[j] = sick && j == coordinate ? (float)poison : 0.1f * x.Row(row)[j];
            }
        }
    }
}
