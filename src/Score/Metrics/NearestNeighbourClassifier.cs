using ScoreSde.Data;

namespace ScoreSde.Metrics;

/// <summary>
/// Labels rows by the vote of their k nearest training rows; of classes with equal votes the one with the nearest row wins. T. Cover and
/// P. Hart, 1967.
/// </summary>
public sealed class NearestNeighbourClassifier
{
    private readonly KnownRows points;
    private readonly int[] labels;
    private readonly int classes;

    /// <summary>Keeps the training rows.</summary>
    /// <param name="training">Data with labels.</param>
    /// <param name="neighbours">k.</param>
    /// <exception cref="ArgumentException">The data has no labels.</exception>
    public NearestNeighbourClassifier(DataSet training, int neighbours = 5)
        : this(training, new KnownRows(Samples.Of(Require.NotNull(training))), neighbours)
    {
    }

    /// <summary>The same with rows that others ask too.</summary>
    /// <param name="training">Data with labels.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="neighbours">k.</param>
    /// <exception cref="ArgumentException">The data has no labels, or the rows are not its own.</exception>
    public NearestNeighbourClassifier(DataSet training, KnownRows rows, int neighbours = 5)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(training);
        Neighbours = Require.Positive(neighbours);
        classes = training.Classes > 0 ? training.Classes : throw new ArgumentException($"{training.Name} has no labels.", nameof(training));
        points = rows.Rows == Samples.Of(training) ? rows : throw new ArgumentException($"The rows are not those of {training.Name}.", nameof(rows));
        labels = training.Labels.ToArray();
    }

    /// <summary>k.</summary>
    public int Neighbours { get; }

    /// <summary>The label of each row.</summary>
    /// <exception cref="ArgumentException">The dimension is not that of the training rows.</exception>
    public int[] Classify(Samples samples)
    {
        if (samples.Dimension != points.Rows.Dimension)
        {
            throw new ArgumentException($"Samples of {samples.Dimension} numbers do not fit data of {points.Rows.Dimension}.", nameof(samples));
        }

        NeighbourTable nearest = points.Nearest(samples, Neighbours);
        var votes = new int[classes];
        var result = new int[samples.Count];
        for (int i = 0; i < result.Length; i++)
        {
            Array.Clear(votes);
            foreach (int point in nearest.Points(i, Neighbours))
            {
                votes[labels[point]]++;
            }

            int most = votes.Max();
            foreach (int point in nearest.Points(i, Neighbours))
            {
                if (votes[labels[point]] == most)
                {
                    result[i] = labels[point];
                    break;
                }
            }
        }

        return result;
    }

    /// <summary>The share of rows that are given the label they were made for, with its binomial standard error.</summary>
    /// <exception cref="ArgumentException">Rows and labels differ in number, or the dimension is wrong.</exception>
    public MetricValue Agreement(Samples samples, ReadOnlySpan<int> intended)
    {
        if (samples.Count != intended.Length)
        {
            throw new ArgumentException($"{intended.Length} labels do not fit {samples.Count} samples.", nameof(intended));
        }

        int[] given = Classify(samples);
        int right = 0;
        for (int i = 0; i < given.Length; i++)
        {
            right += given[i] == intended[i] ? 1 : 0;
        }

        double share = (double)right / given.Length;
        return new(share, Math.Sqrt(share * (1 - share) / given.Length));
    }
}
