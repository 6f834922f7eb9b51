using ScoreSde.Metrics;

namespace ScoreSde.Cli.Runs;

/// <summary>
/// Where the exact solution takes the first samples of a comparison, so that a solver can be judged sample by sample: by the root mean square of
/// ‖x − x_exact‖, which no chance in the draw of samples blurs.
/// </summary>
/// <param name="ends">The ends, row-major.</param>
/// <param name="dimension">Numbers in a sample.</param>
/// <param name="error">Their own error.</param>
internal sealed class ReferenceEnds(double[] ends, int dimension, double error)
{
    /// <summary>The most samples that are followed.</summary>
    public const int Most = 1000;

    /// <summary>A yardstick with the distance to these ends as its last measure, and their own error as its floor.</summary>
    /// <param name="yardstick">The measures so far.</param>
    /// <param name="measure">Name, head and scope of the new measure; what it measures is put in.</param>
    /// <param name="note">What the column means.</param>
    public Yardstick AddTo(Yardstick yardstick, Measure measure, string note) => new(
        [.. yardstick.Measures, measure with { Of = Of }],
        new Dictionary<string, MetricValue>(yardstick.Floor) { [measure.Name] = new(error, 0) },
        yardstick.FloorNote)
    {
        Notes = [.. yardstick.Notes, $"{measure.Head}: {note}, {ends.Length / dimension} paths; its floor is these ends' own error."],
    };

    /// <summary>The distance between two sets of ends, with its standard error.</summary>
    public static MetricValue Distance(double[] first, double[] second, int dimension)
    {
        var squares = new double[first.Length / dimension];
        for (int i = 0; i < first.Length; i++)
        {
            squares[i / dimension] += (first[i] - second[i]) * (first[i] - second[i]);
        }

        double mean = squares.Average();
        double spread = Math.Sqrt(squares.Sum(square => (square - mean) * (square - mean)) / Math.Max(1, squares.Length - 1));
        double root = Math.Sqrt(mean);

        // The deviation of a root is that of its square over twice the root.
        return new(root, root == 0 ? 0 : spread / Math.Sqrt(squares.Length) / (2 * root));
    }

    private MetricValue Of(Samples samples) => Distance(Array.ConvertAll(samples.Values[..ends.Length].ToArray(), static value => (double)value), ends, dimension);
}
