using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>A score function that asks another one more than once, so that counts stay those of the model underneath.</summary>
public interface IComposedScore
{
    /// <summary>Evaluations of the model in one evaluation of this; a product with its Jacobian counts as two.</summary>
    int EvaluationsPerCall { get; }

    /// <summary>The same at one level, for a score that asks less often at some: at most <see cref="EvaluationsPerCall"/>.</summary>
    int EvaluationsAt(NoiseLevel level) => EvaluationsPerCall;
}
