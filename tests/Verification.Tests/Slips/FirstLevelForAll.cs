using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Slips;

/// <summary>A score that takes the level of the first row for that of every row.</summary>
internal sealed class FirstLevelForAll(GaussianMixture mixture) : IRowwiseScore<double>
{
    private readonly IScoreFunction<Tile<double>> inner = mixture.Score<double>();

    public int Dimension => inner.Dimension;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => inner.Evaluate(x, level, epsilon);

    public void Evaluate(Tile<double> x, ReadOnlySpan<NoiseLevel> levels, ReadOnlySpan<long> samples, Tile<double> epsilon) =>
        inner.Evaluate(x, levels[0], epsilon);
}
