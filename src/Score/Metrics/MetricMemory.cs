namespace ScoreSde.Metrics;

/// <summary>What measuring samples keeps in memory, known before it begins.</summary>
public static class MetricMemory
{
    private const double PerProjectedRow = 48;

    // A random order of all rows, from which a sub-set of the cap's size is taken: keys, places and what sorting them leaves.
    private const double PerOrderedRow = 32;

    /// <summary>Bytes of the covariances and factors of a <see cref="FrechetDistance"/>, of all rows and without each group.</summary>
    /// <param name="dimension">Numbers in a row.</param>
    public static double OfCovariances(int dimension) => 3.0 * (new FrechetDistance().Groups + 1) * sizeof(double) * dimension * dimension;

    /// <summary>Bytes of both sides of <see cref="SlicedWasserstein"/> and <see cref="EnergyDistance"/> with their caps, and of the numbers that a log-density has for each row.</summary>
    /// <param name="rows">Rows of either side.</param>
    /// <param name="dimension">Numbers in a row.</param>
    public static double Bytes(int rows, int dimension)
    {
        double projected = Math.Min(rows, new SlicedWasserstein().Cap) * (PerProjectedRow + (2.0 * sizeof(float) * dimension));
        double paired = Math.Min(rows, new EnergyDistance().Cap) * 2 * (sizeof(double) + ((double)sizeof(float) * dimension));
        double ordered = rows > new EnergyDistance().Cap ? 2 * PerOrderedRow * rows : 0;
        return (2 * Math.Max(projected, paired)) + ordered + (sizeof(double) * (double)rows);
    }
}
