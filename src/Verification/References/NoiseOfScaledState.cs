using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Verification.References;

/// <summary>ε = tanh(y_j − ½ y_{j+1}) with y = x/√(α² + σ²): a function of x/α and σ̃ alone, so the same for a process and its rescaled twin.</summary>
internal sealed class NoiseOfScaledState(int dimension, IDiffusionProcess process) : IScoreFunction<Tile<double>>
{
    public int Dimension => dimension;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        NoiseLevel own = process.At(level.Time);
        double scale = 1 / Math.Sqrt((own.MeanScale * own.MeanScale) + own.Variance);
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> from = x.Row(row);
            for (int j = 0; j < dimension; j++)
            {
                epsilon.Row(row)[j] = Math.Tanh(scale * (from[j] - (0.5 * from[(j + 1) % dimension])));
            }
        }
    }
}
