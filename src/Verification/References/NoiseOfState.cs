using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Verification.References;

/// <summary>ε = tanh(x_j − ½ x_{j+1}): a smooth function of the state alone, the same whatever the time is called.</summary>
internal sealed class NoiseOfState(int dimension) : IScoreFunction<Tile<double>>
{
    public int Dimension => dimension;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            for (int j = 0; j < dimension; j++)
            {
                epsilon.Row(row)[j] = Math.Tanh(x.Row(row)[j] - (0.5 * x.Row(row)[(j + 1) % dimension]));
            }
        }
    }
}
