using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Torch.Scores;

/// <summary>
/// A model of the noise that wants to know what is to come: which samples the rows are, for class labels, say, and at which levels it
/// will be asked. The sampler tells it; any other <see cref="IScoreFunction{TState}"/> of tensors needs no telling.
/// </summary>
public interface IBatchScore : IScoreFunction<Tensor>
{
    /// <summary>From now on the rows are samples firstSample … firstSample + rows − 1.</summary>
    void MoveTo(long firstSample, int rows);

    /// <summary>
    /// A grid of these levels is about to be walked: what depends on the level alone can be made for all of them at once. Other levels
    /// may be asked for all the same.
    /// </summary>
    void Prepare(IReadOnlyList<NoiseLevel> levels);
}
