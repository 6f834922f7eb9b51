using ScoreSde.Scores;

namespace ScoreSde.Torch;

/// <summary>
/// A model of the noise that depends on the samples' indices: through class labels, say. The sampler tells it which samples the rows of
/// a batch are; any other <see cref="IScoreFunction{TState}"/> of tensors needs no telling.
/// </summary>
public interface IBatchScore : IScoreFunction<Tensor>
{
    /// <summary>From now on the rows are samples firstSample … firstSample + rows − 1.</summary>
    void MoveTo(long firstSample, int rows);
}
