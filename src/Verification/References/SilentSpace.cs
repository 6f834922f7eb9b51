using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Verification.References;

/// <summary>Tiles on which no noise is added, so that a step shows its mean.</summary>
internal sealed class SilentSpace(TileSpace<double> inner) : IStateSpace<Tile<double>>
{
    public int Dimension => inner.Dimension;

    public Tile<double> Allocate() => inner.Allocate();

    public void Combine(Tile<double> target, params ReadOnlySpan<(double Weight, Tile<double> State)> terms) => inner.Combine(target, terms);

    public void FillNormal(Tile<double> target, double scale, NoiseKey key) => target.Values.Clear();

    public void AddNormal(Tile<double> target, double scale, NoiseKey key)
    {
        // Silence.
    }

    public void AddByNormRatio(
        Tile<double> target, double weight, Tile<double> direction, Tile<double> numerator, Tile<double> denominator, int power) =>
        inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
}
