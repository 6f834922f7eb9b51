using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>A model that is told another noise level than the state has.</summary>
internal sealed class LabelledScore<TState>(IScoreFunction<TState> model, Func<NoiseLevel, NoiseLevel> label) : IScoreFunction<TState>
{
    public int Dimension => model.Dimension;

    public TimeRange Range => model.Range;

    public void Evaluate(TState x, NoiseLevel level, TState epsilon) => model.Evaluate(x, label(level), epsilon);
}
