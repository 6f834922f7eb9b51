using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>Counts the evaluations of another score function. One instance for each worker; not for several threads.</summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
public sealed class CountingScore<TState>(IScoreFunction<TState> inner) : IScoreFunction<TState>
{
    /// <summary>Evaluations since the last reset.</summary>
    public int Evaluations { get; private set; }

    /// <inheritdoc/>
    public int Dimension => inner.Dimension;

    /// <summary>Starts again at 0.</summary>
    public void Reset() => Evaluations = 0;

    /// <inheritdoc/>
    public void Evaluate(TState x, NoiseLevel level, TState epsilon)
    {
        Evaluations++;
        inner.Evaluate(x, level, epsilon);
    }
}
