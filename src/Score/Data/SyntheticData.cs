using ScoreSde.Data.Laws;
using ScoreSde.Noise;

namespace ScoreSde.Data;

/// <summary>Draws from the laws on the plane: row n is a pure function of (law, seed, n).</summary>
public static class SyntheticData
{
    private const int ChunkRows = 256;
    private const double Unit = 1.0 / 4294967296.0;

    /// <summary>The laws, by their names.</summary>
    public static IReadOnlyList<IDataLaw> Laws { get; } = [new RingMixture(), new Checkerboard(), new SwissRoll(), new TwoMoons()];

    /// <summary>Rows <paramref name="firstRow"/>, firstRow + 1, … of a law under a seed, <paramref name="count"/> of them.</summary>
    /// <exception cref="DataFileException">No law has that name.</exception>
    public static DataSet Create(string name, int count, ulong seed, long firstRow = 0)
    {
        Require.Positive(count);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        IDataLaw law = Laws.FirstOrDefault(law => law.Name == name)
            ?? throw new DataFileException(name, $"there is no synthetic data of this name; known are {string.Join(", ", Laws.Select(law => law.Name))}.");
        var values = new float[2 * count];
        Fill(law, values, firstRow, seed);
        return new(name, values, 2, law.Scaling);
    }

    /// <summary>Writes rows <paramref name="firstRow"/>, firstRow + 1, … of a law under a seed, [n, 2] row-major.</summary>
    public static void Fill(IDataLaw law, Span<float> rows, long firstRow, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(law);
        Span<double> z = stackalloc double[2 * ChunkRows];
        var choice = new NoiseKey(seed, Interval: 0, NoisePurpose.Data);
        var spread = new NoiseKey(seed, Interval: 1, NoisePurpose.Data);
        int count = rows.Length / 2;
        for (int start = 0; start < count; start += ChunkRows)
        {
            int chunk = Math.Min(ChunkRows, count - start);
            Normals.Write(z[..(2 * chunk)], 2, firstRow + start, 1, spread, add: false);
            for (int i = 0; i < chunk; i++)
            {
                (uint a, uint b, uint c, _) = choice.Block(firstRow + start + i, 0);
                (double x, double y) = law.Point(
                    ((a + 0.5) * Unit, (b + 0.5) * Unit, (c + 0.5) * Unit), (z[2 * i], z[(2 * i) + 1]));
                rows[2 * (start + i)] = (float)x;
                rows[(2 * (start + i)) + 1] = (float)y;
            }
        }
    }
}
