using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Slips;

/// <summary>A real score whose level or result is changed.</summary>
internal sealed class SlippedScore(IScoreFunction<Tile<double>> inner) : IScoreFunction<Tile<double>>
{
    public Func<NoiseLevel, NoiseLevel>? Level { get; init; }

    public Action<NoiseLevel, Tile<double>>? After { get; init; }

    public int Dimension => inner.Dimension;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        inner.Evaluate(x, Level?.Invoke(level) ?? level, epsilon);
        After?.Invoke(level, epsilon);
    }
}
