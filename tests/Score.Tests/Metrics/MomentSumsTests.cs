using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

/// <summary>Moments gathered about a centre are those of the rows, wherever the centre is, and rows that were added are taken away again.</summary>
public sealed class MomentSumsTests
{
    private static readonly float[] Values = [.. Enumerable.Range(0, 3 * 40).Select(static i => MathF.Sin(i * i) + (i % 3))];

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.3, -2, 5)]
    public void The_centre_is_at_will(double a, double b, double c)
    {
        var all = new Samples(Values, 3);
        var first = new Samples(Values.AsMemory(0, 3 * 15), 3);
        var rest = new Samples(Values.AsMemory(3 * 15), 3);
        var sums = new MomentSums([a, b, c]);
        sums.Add(all);
        Check(sums.Fit(), all);
        var part = new MomentSums([a, b, c]);
        part.Add(first);
        sums.Add(part, -1);
        Check(sums.Fit(), rest);
        sums.Add(part, 1);
        Check(sums.Fit(), all);
        Check(GaussianFit.Of(all), all);
    }

    private static void Check(GaussianFit fit, Samples rows)
    {
        double[] mean = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, rows.Count).Average(row => (double)rows[row][i]))];
        Assert.Equal(mean.Length, MomentSums.CentreOf(rows).Length);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(mean[i], fit.Mean[i], 1e-12);
            Assert.Equal(mean[i], MomentSums.CentreOf(rows)[i], 1e-12);
            for (int j = 0; j < 3; j++)
            {
                double covariance = Enumerable.Range(0, rows.Count).Sum(row => (rows[row][i] - mean[i]) * (rows[row][j] - mean[j])) / (rows.Count - 1);
                Assert.Equal(covariance, fit.Covariance[i, j], 1e-11);
            }
        }
    }
}
