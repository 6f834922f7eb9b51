using ScoreSde.Scores;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.States;

namespace ScoreSde.Torch.Sampling;

/// <summary>What a walk does with its batches.</summary>
/// <param name="Score">What the stepper evaluates.</param>
/// <param name="Counted">What is counted.</param>
/// <param name="Told">Is told which samples and levels are to come; null where nothing asks to be.</param>
/// <param name="Dimension">Numbers in a state.</param>
/// <param name="Start">Fills a state at the first level; the batch begins with that row of the run.</param>
/// <param name="Finish">Takes a batch's numbers at the last level, on the host and row-major; it begins with that row of the run.</param>
/// <typeparam name="T">float or double.</typeparam>
internal sealed record BatchJob<T>(
    IScoreFunction<Tensor> Score,
    CountingScore<Tensor> Counted,
    IBatchScore? Told,
    int Dimension,
    Action<TorchSpace, Tensor, int> Start,
    BatchJob<T>.Finisher Finish)
{
    /// <summary>Takes numbers at the last level.</summary>
    public delegate void Finisher(ReadOnlySpan<T> values, int firstRow);
}
