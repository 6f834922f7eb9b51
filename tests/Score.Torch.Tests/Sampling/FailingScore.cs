using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Sampling;

/// <summary>A score that spoils a row from a time on, or asks for more memory than there is where a batch has too many rows.</summary>
internal sealed class FailingScore(double spoiledBelow = 0, int spoiledRow = 0, int mostRows = int.MaxValue) : IScoreFunction<Tensor>
{
    private readonly StandardNormalScore inner = new(2);

    public int Dimension => 2;

    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        if (x.shape[0] > mostRows)
        {
            using Tensor tooLarge = torch.empty(1L << 50);
        }

        inner.Evaluate(x, level, epsilon);
        if (level.Time < spoiledBelow && x.shape[0] > spoiledRow)
        {
            using Tensor row = epsilon[spoiledRow];
            row.fill_(double.NaN);
        }
    }
}
