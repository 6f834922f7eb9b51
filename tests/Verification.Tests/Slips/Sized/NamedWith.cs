using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>A real space whose noises all have a share of one noise in common, at their own variance.</summary>
internal sealed class NamedWith(IStateSpace<Tile<double>> inner, double share) : IStateSpace<Tile<double>>
{
    private static readonly NoiseKey Common = new(5, 77, NoisePurpose.Churn);

    public int Dimension => inner.Dimension;

    public Tile<double> Allocate() => inner.Allocate();

    public void Combine(Tile<double> target, params ReadOnlySpan<(double Weight, Tile<double> State)> terms) => inner.Combine(target, terms);

    public void FillNormal(Tile<double> target, double scale, NoiseKey key)
    {
        inner.FillNormal(target, scale * Math.Sqrt(1 - (share * share)), key);
        inner.AddNormal(target, scale * share, Common);
    }

    public void AddNormal(Tile<double> target, double scale, NoiseKey key) => inner.AddNormal(target, scale, key);

    public void AddByNormRatio(Tile<double> target, double weight, Tile<double> direction, Tile<double> numerator, Tile<double> denominator, int power) =>
        inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
}
