using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Verification.References;

/// <summary>Tiles that write down every name of noise that is asked for, in order.</summary>
internal sealed class RecordingSpace(IStateSpace<Tile<double>> inner) : IStateSpace<Tile<double>>
{
    private readonly List<NoiseKey> drawn = [];
    private readonly HashSet<NoiseKey> used = [];
    private int stepBegins;

    public IReadOnlyList<NoiseKey> Drawn => drawn;

    /// <summary>Names that were drawn in an earlier step already.</summary>
    public int NamesThatReturn { get; private set; }

    /// <summary>The most names that one step drew.</summary>
    public int MostInAStep { get; private set; }

    public int Dimension => inner.Dimension;

    public void EndStep()
    {
        NoiseKey[] step = [.. drawn.Skip(stepBegins).Distinct()];
        NamesThatReturn += step.Count(used.Contains);
        used.UnionWith(step);
        MostInAStep = Math.Max(MostInAStep, step.Length);
        stepBegins = drawn.Count;
    }

    public Tile<double> Allocate() => inner.Allocate();

    public void Combine(Tile<double> target, params ReadOnlySpan<(double Weight, Tile<double> State)> terms) => inner.Combine(target, terms);

    public void FillNormal(Tile<double> target, double scale, NoiseKey key)
    {
        drawn.Add(key);
        inner.FillNormal(target, scale, key);
    }

    public void AddNormal(Tile<double> target, double scale, NoiseKey key)
    {
        drawn.Add(key);
        inner.AddNormal(target, scale, key);
    }

    public void AddByNormRatio(
        Tile<double> target, double weight, Tile<double> direction, Tile<double> numerator, Tile<double> denominator, int power) =>
        inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
}
