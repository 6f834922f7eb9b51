using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Scores;

/// <summary>Writes one table whatever it is asked, or the state times a factor, and remembers what it is told of batches. It has no Jacobian.</summary>
internal sealed class TableScore(int dimension, Func<Tensor, NoiseLevel, Tensor> answer, TimeRange? range = null) : IBatchScore
{
    public List<(long First, int Rows)> Batches { get; } = [];

    public List<int> Prepared { get; } = [];

    public int Dimension => dimension;

    public TimeRange Range { get; } = range ?? TimeRange.Whole;

    public void MoveTo(long firstSample, int rows) => Batches.Add((firstSample, rows));

    public void Prepare(IReadOnlyList<NoiseLevel> levels) => Prepared.Add(levels.Count);

    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        epsilon.copy_(answer(x, level));
    }
}
