using ScoreSde.Data;
using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

/// <summary>What is kept of known rows changes no bit, and nearest rows are the same whoever asked before.</summary>
public sealed class KnownTruthTests
{
    private static readonly Samples Truth = Samples.Of(Digits.Split().HeldOut).Select([.. Enumerable.Range(0, 70)]);
    private static readonly DataSet Training = Digits.Split().Training;

    [Fact]
    public void A_distance_from_known_rows_is_that_of_both_sides_at_every_call()
    {
        foreach (ISampleMetric metric in new ISampleMetric[] { new EnergyDistance { Seed = 3, Cap = 50 }, new EnergyDistance { Unbiased = true }, new FrechetDistance { Seed = 3, Groups = 4 }, new SlicedWasserstein() })
        {
            IDistanceFromTruth known = metric.Against(Truth);
            foreach (int first in new[] { 0, 30, 0 })
            {
                Samples samples = Samples.Of(Training).Select([.. Enumerable.Range(first, 65)]);
                Assert.Equal(metric.Evaluate(Truth, samples), known.Evaluate(samples));
                Assert.Equal(metric.Distance(Truth, samples), known.Distance(samples));
            }

            Assert.Throws<ArgumentException>(() => known.Evaluate(new Samples(new float[8], 2)));
        }
    }

    // Labels are told by five neighbours and copies by one: whichever is asked first, the other's answer is its own.
    [Fact]
    public void Labels_and_copies_are_told_from_rows_that_both_ask()
    {
        Samples rows = Samples.Of(Training);
        Samples[] asked = [rows.Select([.. Enumerable.Range(5, 11)]), Truth];
        var check = new CopyingCheck { Cap = 40 };
        var shared = new KnownRows(rows);
        CopyingBaseline baseline = check.Against(shared, Truth);
        var classifier = new NearestNeighbourClassifier(Training, shared, 3);
        foreach (Samples samples in asked)
        {
            CopyingReport alone = check.Evaluate(rows, Truth, samples);
            int[] labels = new NearestNeighbourClassifier(Training, 3).Classify(samples);
            Assert.Equal(alone, baseline.Evaluate(samples));
            Assert.Equal(labels, classifier.Classify(samples));
            Assert.Equal(alone, baseline.Evaluate(samples));
            Assert.Equal(new NearestNeighbourClassifier(Training, 7).Classify(samples), new NearestNeighbourClassifier(Training, shared, 7).Classify(samples));
            Assert.Equal(labels, classifier.Classify(samples));
        }

        Assert.Throws<ArgumentException>(() => new NearestNeighbourClassifier(Training, new KnownRows(Truth)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Four_points_at_once_have_the_distances_of_each(int dimension)
    {
        var points = new PointPanels(new Samples(Enumerable.Range(0, 70 * dimension).Select(static i => MathF.Sin(i)).ToArray(), dimension));
        float[] queries = [.. Enumerable.Range(0, 4 * dimension).Select(static i => MathF.Cos(3 * i))];
        var four = new float[4 * PointPanels.Width];
        var one = new float[PointPanels.Width];
        for (int panel = 0; panel < points.Panels; panel++)
        {
            points.SquaredDistancesOfFour(queries, panel, four);
            for (int i = 0; i < 4; i++)
            {
                points.SquaredDistances(queries.AsSpan(i * dimension, dimension), panel, one);
                Assert.Equal(one, four.AsSpan(i * PointPanels.Width, PointPanels.Width).ToArray());
            }
        }
    }
}
