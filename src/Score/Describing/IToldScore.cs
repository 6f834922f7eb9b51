using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Describing;

/// <summary>
/// A network that can be told another noise level than that of its states. One that was trained answers best when it is told the right one, so that a wrong way
/// of telling shows: <see cref="NetworkProbe"/>.
/// </summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IToldScore<TState> : IScoreFunction<TState>
{
    /// <summary>Whether it is told anything.</summary>
    bool IsTold { get; }

    /// <summary>The number that <see cref="IScoreFunction{TState}.Evaluate"/> puts into the network at a level.</summary>
    double TimeOf(NoiseLevel level);

    /// <summary>epsilon = ε(x, level) of a network into which another number is put; the factors before and behind it stay those of the level.</summary>
    void EvaluateTold(TState x, NoiseLevel level, double time, TState epsilon);
}
