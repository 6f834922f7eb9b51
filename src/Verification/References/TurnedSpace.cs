using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Verification.References;

/// <summary>Tiles whose noise is turned, so that a turned run sees the turned noise of the plain one.</summary>
internal sealed class TurnedSpace(IStateSpace<Tile<double>> inner, Turn turn) : IStateSpace<Tile<double>>
{
    private readonly Tile<double> noise = inner.Allocate();

    public int Dimension => inner.Dimension;

    public Tile<double> Allocate() => inner.Allocate();

    public void Combine(Tile<double> target, params ReadOnlySpan<(double Weight, Tile<double> State)> terms) => inner.Combine(target, terms);

    public void FillNormal(Tile<double> target, double scale, NoiseKey key)
    {
        inner.FillNormal(target, scale, key);
        for (int row = 0; row < target.Rows; row++)
        {
            turn.Apply(target.Row(row));
        }
    }

    public void AddNormal(Tile<double> target, double scale, NoiseKey key)
    {
        FillNormal(noise, scale, key);
        inner.Combine(target, (1, target), (1, noise));
    }

    public void AddByNormRatio(
        Tile<double> target, double weight, Tile<double> direction, Tile<double> numerator, Tile<double> denominator, int power) =>
        inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
}
