using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Models;

/// <summary>What is known exactly of a model's noise, and which variances its data has.</summary>
[Trait("Category", "Once")]
public sealed class MomentsTests
{
    /// <summary>E‖ε‖²/d of a Gaussian is the mean of σ²/(α² v + σ²) over its variances, whatever its dimension; no draws, no error.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void The_moment_of_one_Gaussian_is_exact_in_any_dimension(int dimension)
    {
        var process = new VariancePreserving(new LinearSchedule());
        double[] variances = [.. Enumerable.Range(1, dimension).Select(static i => 1.0 / i)];
        var law = new GaussianMixture([Gaussian.AlongAxes(new double[dimension], variances)]);
        var moment = new MixtureModel("one", law, process).Moment<float>();
        NoiseLevel level = process.At(0.4);
        double expected = variances.Average(variance => level.Variance / ((level.MeanScale * level.MeanScale * variance) + level.Variance));
        Assert.Equal(expected, moment.At(level), 1e-12);
        Assert.Equal(0, moment.ErrorAt(level));
    }

    /// <summary>A direction that has less than a millionth of the greatest variance is a constant but for rounding.</summary>
    [Theory]
    [InlineData(0.8e-6, 1)]
    [InlineData(1.2e-6, 2)]
    public void Variances_of_next_to_nothing_are_left_out(double small, int count)
    {
        float deviation = (float)Math.Sqrt(small);
        var model = new PlainModel("m", 2, new DrawnData((_, rows, _) =>
        {
            var values = new float[rows * 2];
            for (int row = 0; row < rows; row++)
            {
                (values[2 * row], values[(2 * row) + 1]) = (row % 2 == 0 ? 1 : -1, row / 2 % 2 == 0 ? deviation : -deviation);
            }

            return new DataSet("two", values, 2, DataScaling.Identity);
        }));
        double[] variances = [.. Spectrum.Of(model).OrderDescending()];
        Assert.Equal(count, variances.Length);
        Assert.Equal(1, variances[0], 1e-3);
    }
}
