using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Verification.References;

/// <summary>Writes down every question and its answer, in order; for one sample on one thread.</summary>
internal sealed class RecordingScore(IScoreFunction<Tile<double>> inner) : IScoreFunction<Tile<double>>
{
    private readonly List<(NoiseLevel Level, double[] X, double[] Epsilon)> asked = [];

    public IReadOnlyList<(NoiseLevel Level, double[] X, double[] Epsilon)> Asked => asked;

    public int Dimension => inner.Dimension;

    public TimeRange Range => inner.Range;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        inner.Evaluate(x, level, epsilon);
        asked.Add((level, x.Values.ToArray(), epsilon.Values.ToArray()));
    }
}
