using ScoreSde.Data;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

public sealed class NearestNeighbourClassifierTests
{
    [Fact]
    public void Held_out_digits_are_read_as_well_as_is_published()
    {
        // Five neighbours on raw pixels read about 98 to 99 % of these digits.
        DataSplit split = Digits.Split();
        MetricValue share = new NearestNeighbourClassifier(split.Training).Agreement(Samples.Of(split.HeldOut), split.HeldOut.Labels);
        Assert.InRange(share.Value, 0.97, 1);
        Assert.Equal(Math.Sqrt(share.Value * (1 - share.Value) / split.HeldOut.Count), share.StandardError, 1e-15);
    }

    [Fact]
    public void The_majority_wins_and_a_tie_goes_to_the_nearest()
    {
        var data = new DataSet("line", [0, 1, 2, 3, 10], 1, DataScaling.Identity, [0, 1, 1, 0, 0], 2);
        Assert.Equal([1, 0], new NearestNeighbourClassifier(data, 3).Classify(Points.Of(1, 1.4f, 8)));
        Assert.Equal([0, 1], new NearestNeighbourClassifier(data, 2).Classify(Points.Of(1, 0.4f, 0.6f)));
    }

    /// <summary>
    /// Points of a small lattice, where distances tie and floats are exact: equally near points count in the order of the data, the class with most
    /// votes wins, of several the one that comes first.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(200)]
    public void The_vote_is_that_of_a_full_sort_where_the_nearest_row_is_outvoted_too(int neighbours)
    {
        var random = new Random(3);
        float[] Lattice(int count) => [.. Enumerable.Range(0, 2 * count).Select(_ => (float)random.Next(12))];
        int[] labels = [.. Enumerable.Range(0, 150).Select(_ => random.Next(4))];
        var data = new DataSet("lattice", Lattice(150), 2, DataScaling.Identity, labels, 4);
        var queries = new Samples(Lattice(200), 2);
        int outvoted = 0;
        int[] found = new NearestNeighbourClassifier(data, neighbours).Classify(queries);
        for (int query = 0; query < queries.Count; query++)
        {
            int[] near = [.. Enumerable.Range(0, 150).OrderBy(point => Distance(queries, query, Samples.Of(data), point)).Take(neighbours).Select(p => labels[p])];
            int most = near.GroupBy(label => label).Max(group => group.Count());
            int expected = near.First(label => near.Count(other => other == label) == most);
            Assert.Equal(expected, found[query]);
            outvoted += expected != near[0] ? 1 : 0;
        }

        Assert.True(neighbours < 3 || outvoted > 20);
        MetricValue share = new NearestNeighbourClassifier(data, neighbours).Agreement(queries, [.. found.Select((label, i) => i < 60 ? label : label + 4)]);
        Assert.Equal(new MetricValue(0.3, Math.Sqrt(0.3 * 0.7 / 200)), share);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 63)]
    [InlineData(5, 64)]
    [InlineData(3, 130)]
    public void Neighbours_are_those_of_a_full_sort(int dimension, int count)
    {
        Samples points = Points.Normal(count, dimension, 1);
        Samples queries = Points.Normal(23, dimension, 2);
        var table = new NeighbourTable(queries, new PointPanels(points), 5);
        for (int query = 0; query < queries.Count; query++)
        {
            int[] expected =
            [
                .. Enumerable.Range(0, count).OrderBy(point => Distance(queries, query, points, point)).Take(Math.Min(5, count)),
            ];
            Assert.Equal(expected, table.Points(query).ToArray());
            Assert.Equal(Distance(queries, query, points, expected[0]), table.Distance(query), 1e-5);
        }
    }

    [Fact]
    public void Data_without_labels_and_samples_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new NearestNeighbourClassifier(SyntheticData.Create("moons", 5, 1)));
        var data = new DataSet("line", [0, 1], 1, DataScaling.Identity, [0, 1], 2);
        Assert.Throws<ArgumentException>(() => new NearestNeighbourClassifier(data).Classify(Points.Of(2, 1, 2)));
        Assert.Throws<ArgumentException>(() => new NearestNeighbourClassifier(data).Agreement(Points.Of(1, 1, 2), [1]));
    }

    private static double Distance(Samples queries, int query, Samples points, int point) => Math.Sqrt(
        Enumerable.Range(0, points.Dimension).Sum(k => Math.Pow((double)queries[query][k] - points[point][k], 2)));
}
