using MathNet.Numerics.Distributions;
using ScoreSde.Data;
using ScoreSde.Data.Laws;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Data;

/// <summary>Every comparison of a mean is at 4.5 standard errors: α = 7e-6.</summary>
public sealed class SyntheticDataTests
{
    private const double Errors = 4.5;
    private const int Count = 20_000;

    public static TheoryData<string> Names => [.. SyntheticData.Laws.Select(law => law.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_depends_on_the_seed_and_its_number_alone(string name)
    {
        IDataLaw law = SyntheticData.Laws.Single(law => law.Name == name);
        ReadOnlySpan<float> all = SyntheticData.Create(name, 700, seed: 5).Values;
        Assert.Equal(all[..200].ToArray(), SyntheticData.Create(name, 100, seed: 5).Values.ToArray());
        foreach (int first in new[] { 0, 1, 255, 256, 300 })
        {
            var part = new float[2 * 300];
            SyntheticData.Fill(law, part, first, seed: 5);
            Assert.Equal(all.Slice(2 * first, part.Length).ToArray(), part);
        }

        Assert.NotEqual(all[..200].ToArray(), SyntheticData.Create(name, 100, seed: 6).Values.ToArray());
    }

    /// <summary>The five numbers that a law makes a point of are independent, three of them uniform in (0, 1) and two standard normal.</summary>
    [Fact]
    public void A_law_is_given_five_independent_numbers()
    {
        var law = new Recorder();
        SyntheticData.Fill(law, new float[2 * Count], 0, seed: 3);
        Assert.Equal(Count, law.Given.Count);
        double[][] scaled = [.. law.Given.Select(static given => given.Select(static (value, i) => i < 3 ? (value - 0.5) * Math.Sqrt(12) : value).ToArray())];
        for (int i = 0; i < 5; i++)
        {
            Assert.InRange(scaled.Average(row => row[i]) * Math.Sqrt(Count), -Errors, Errors);

            // The variance of a square is 4/5 of a uniform number of variance 1, and 2 of a normal one.
            Assert.InRange((scaled.Average(row => row[i] * row[i]) - 1) * Math.Sqrt(Count / (i < 3 ? 0.8 : 2)), -Errors, Errors);
            Assert.True(i > 2 || law.Given.All(given => given[i] is > 0 and < 1));
            for (int j = 0; j < i; j++)
            {
                Assert.InRange(scaled.Average(row => row[i] * row[j]) * Math.Sqrt(Count), -Errors, Errors);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_beyond_the_32_bit_range_are_new_ones(string name)
    {
        IDataLaw law = SyntheticData.Laws.Single(law => law.Name == name);
        var near = new float[2];
        var far = new float[2];
        SyntheticData.Fill(law, near, 3, seed: 5);
        SyntheticData.Fill(law, far, 3 + (1L << 32), seed: 5);
        Assert.NotEqual(near, far);
    }

    [Fact]
    public void The_ring_has_eight_equal_modes_of_deviation_three_tenths()
    {
        var counts = new int[8];
        double squares = 0;
        DataSet data = SyntheticData.Create("mixture8", Count, seed: 1);
        for (int i = 0; i < Count; i++)
        {
            (float x, float y) = (data[i][0], data[i][1]);
            int mode = ((int)Math.Round(Math.Atan2(y, x) / (Math.PI / 4)) + 8) % 8;
            counts[mode]++;
            (double mx, double my) = (4 * Math.Cos(mode * Math.PI / 4), 4 * Math.Sin(mode * Math.PI / 4));
            squares += ((x - mx) * (x - mx)) + ((y - my) * (y - my));
        }

        double expected = Count / 8.0;
        double statistic = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.True(statistic < ChiSquared.InvCDF(7, 1 - 1e-5), $"χ² = {statistic}");

        // Each of the 2·Count squared deviations has mean 0.09 and standard deviation 0.09·√2. Neighbouring modes are ten deviations
        // apart, so that none is taken for another.
        double variance = squares / (2 * Count);
        Assert.InRange(variance, 0.09 * (1 - (Errors / Math.Sqrt(Count))), 0.09 * (1 + (Errors / Math.Sqrt(Count))));
    }

    [Fact]
    public void The_ring_is_the_mixture_whose_score_is_known()
    {
        // The mean of −ln p is the entropy, ln 8 + ln(2πe·0.09) for modes that do not overlap; that of one Gaussian in two dimensions
        // has variance 1.
        var process = new VarianceExploding(new GeometricSchedule());
        DataSet data = SyntheticData.Create("mixture8", 4000, seed: 2);
        GaussianMixture mixture = GaussianMixture.Ring();
        double mean = Enumerable.Range(0, data.Count).Average(i => -mixture.LogDensity([data[i][0], data[i][1]], process.At(0)));
        double entropy = Math.Log(8) + Math.Log(2 * Math.PI * Math.E * 0.09);
        Assert.InRange(mean, entropy - (Errors / Math.Sqrt(data.Count)), entropy + (Errors / Math.Sqrt(data.Count)));
    }

    [Fact]
    public void The_checkerboard_fills_its_eight_squares_evenly_and_no_other()
    {
        // Cells of side ½, sixteen in each square.
        var counts = new int[16, 16];
        DataSet data = SyntheticData.Create("checkerboard", Count, seed: 1);
        for (int i = 0; i < Count; i++)
        {
            counts[(int)Math.Floor((data[i][1] + 4) * 2), (int)Math.Floor((data[i][0] + 4) * 2)]++;
        }

        double expected = Count / 128.0;
        double statistic = 0;
        for (int row = 0; row < 16; row++)
        {
            for (int column = 0; column < 16; column++)
            {
                if (((row / 4) + (column / 4)) % 2 == 1)
                {
                    Assert.Equal(0, counts[row, column]);
                }
                else
                {
                    statistic += (counts[row, column] - expected) * (counts[row, column] - expected) / expected;
                }
            }
        }

        Assert.True(statistic < ChiSquared.InvCDF(127, 1 - 1e-5), $"χ² = {statistic}");
    }

    [Fact]
    public void The_Swiss_roll_has_the_mean_of_its_integral()
    {
        // ∫ a cos a da = 6π and ∫ a sin a da = 2 over [1.5π, 4.5π], of length 3π.
        AssertMean("swissroll", 0.25 * 2, 0.25 * 2 / (3 * Math.PI));
    }

    [Fact]
    public void The_Swiss_roll_is_blurred_by_a_tenth_in_each_coordinate()
    {
        IDataLaw law = SyntheticData.Laws.Single(static law => law.Name == "swissroll");
        foreach (double place in new[] { 0.1, 0.5, 0.8 })
        {
            (double x, double y) = law.Point((place, 0.5, 0.5), (0, 0));
            (double blurredX, double blurredY) = law.Point((place, 0.5, 0.5), (3, -5));
            Assert.Equal(0.3, blurredX - x, 1e-12);
            Assert.Equal(-0.5, blurredY - y, 1e-12);

            // A turn grows with its angle: the radius is a quarter of it.
            Assert.Equal(0.25 * Math.PI * (1.5 + (3 * place)), Math.Sqrt((x * x) + (y * y)), 1e-12);
        }
    }

    [Fact]
    public void The_moons_have_the_mean_of_their_half_circles() => AssertMean("moons", 0.5, 0.25);

    [Fact]
    public void An_unknown_law_is_named_with_those_that_exist()
    {
        DataFileException fault = Assert.Throws<DataFileException>(() => SyntheticData.Create("torus", 1, 0));
        Assert.Contains("torus", fault.Message, StringComparison.Ordinal);
        Assert.Contains("swissroll", fault.Message, StringComparison.Ordinal);
    }

    private static void AssertMean(string name, params double[] means)
    {
        DataSet data = SyntheticData.Create(name, Count, seed: 1);
        for (int j = 0; j < 2; j++)
        {
            double[] column = [.. Enumerable.Range(0, Count).Select(i => (double)data[i][j])];
            double mean = column.Average();
            double error = Math.Sqrt(column.Average(x => (x - mean) * (x - mean)) / Count);
            Assert.InRange(mean, means[j] - (Errors * error), means[j] + (Errors * error));
        }
    }

    private sealed class Recorder : IDataLaw
    {
        public List<double[]> Given { get; } = [];

        public string Name => "recorder";

        public DataScaling Scaling => DataScaling.Identity;

        public (double X, double Y) Point((double A, double B, double C) u, (double A, double B) z)
        {
            Given.Add([u.A, u.B, u.C, z.A, z.B]);
            return (0, 0);
        }
    }
}
