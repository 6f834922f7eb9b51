namespace ScoreSde.Verification.Posteriors;

/// <summary>Ranks of truths among samples in one quantity, counted.</summary>
/// <param name="Quantity">The quantity's name.</param>
/// <param name="Counts">How many truths have 0, 1, … L of the L samples below them.</param>
public sealed record RankCounts(string Quantity, IReadOnlyList<int> Counts)
{
    /// <summary>p of <see cref="RankUniformity"/>.</summary>
    public double PValue { get; } = RankUniformity.PValue([.. Counts ?? throw new ArgumentNullException(nameof(Counts))]);

    /// <summary>
    /// In which way they are farthest from even: the mean of the ranks, or of their squared distances from L/2, whichever is off by more of its own standard errors; the mean too where
    /// it is off by more than half of what it can be.
    /// </summary>
    public RankShape Shape
    {
        get
        {
            int cells = Counts.Count;
            double middle = (cells - 1) / 2.0;
            double variance = ((cells * (double)cells) - 1) / 12;
            (double mean, double spread, double fourth) = (0, 0, 0);
            for (int rank = 0; rank < cells; rank++)
            {
                double square = (rank - middle) * (rank - middle);
                mean += Counts[rank] * (rank - middle);
                spread += Counts[rank] * (square - variance);
                fourth += (square - variance) * (square - variance) / cells;
            }

            // Ranks of one sample alone are all as far from the middle.
            double aside = Math.Abs(mean) / Math.Sqrt(variance);
            double apart = fourth > 0 ? Math.Abs(spread) / Math.Sqrt(fourth) : 0;
            bool isAside = aside >= apart || Math.Abs(mean) > Counts.Sum() * middle / 2;
            return isAside ? (mean < 0 ? RankShape.Low : RankShape.High) : spread > 0 ? RankShape.Ends : RankShape.Middle;
        }
    }
}
