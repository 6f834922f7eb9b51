using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// Tiles whose rows have a chosen noise instead of random: row 0 none at all, and each later row one number of one named noise equal to 1. So
/// one run of an affine method on such a tile gives its coefficients, in any number of dimensions and with the real score function.
/// </summary>
/// <param name="tiles">Where the states live; its first <c>1 + dimension</c> rows are those without noise.</param>
internal sealed class ImpulseSpace(TileSpace<double> tiles) : IStateSpace<Tile<double>>
{
    private readonly Dictionary<NoiseKey, int> places = [];

    /// <inheritdoc/>
    public int Dimension => tiles.Dimension;

    /// <summary>Different noises named so far.</summary>
    public int Names => places.Count;

    /// <inheritdoc/>
    public Tile<double> Allocate() => tiles.Allocate();

    /// <inheritdoc/>
    public void Combine(Tile<double> target, params ReadOnlySpan<(double Weight, Tile<double> State)> terms) =>
        tiles.Combine(target, terms);

    /// <inheritdoc/>
    public void FillNormal(Tile<double> target, double scale, NoiseKey key)
    {
        target.Values.Clear();
        AddNormal(target, scale, key);
    }

    /// <inheritdoc/>
    public void AddNormal(Tile<double> target, double scale, NoiseKey key)
    {
        if (!places.TryGetValue(key, out int place))
        {
            place = places.Count;
            places.Add(key, place);
        }

        int first = 1 + (Dimension * (1 + place));
        for (int j = 0; j < Dimension && first + j < target.Rows; j++)
        {
            target.Row(first + j)[j] += scale;
        }
    }

    /// <summary>Not affine in the state.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void AddByNormRatio(
        Tile<double> target, double weight, Tile<double> direction, Tile<double> numerator, Tile<double> denominator, int power) =>
        throw new NotSupportedException("A step whose size depends on norms of the state is not affine; check it by sampling.");
}
