using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class LeastLossTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    /// <summary>Of N(m, v I) the exact ε leaves α² v/(α² v + σ²) of each number; here the integral is summed finely by the midpoint rule.</summary>
    [Theory]
    [InlineData(LossWeighting.Uniform, 0, 1)]
    [InlineData(LossWeighting.Velocity, 0, 2)]
    [InlineData(LossWeighting.Variational, 0.2, 2)]
    [InlineData(LossWeighting.MinSnr, 0.2, 1)]
    public void Of_one_gaussian_it_is_the_integral_of_what_it_leaves(LossWeighting weighting, double dataNoise, int dimension)
    {
        const int Points = 200_000;
        var settings = new TrainingSettings { Weighting = weighting, DataNoise = dataNoise };
        double[] mean = [.. Enumerable.Range(0, dimension).Select(static i => 0.3 - i)];
        double variance = 0.25 + (dataNoise * dataNoise);
        double length = -Math.Log(settings.MinimumTime) / Points;
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            double time = Math.Exp(-(i + 0.5) * length);
            NoiseLevel level = Process.At(time);
            double signal = level.MeanScale * level.MeanScale * variance;
            sum += time * LossWeights.At(weighting, Process, level, settings.MinSnrGamma) * signal / (signal + level.Variance);
        }

        double expected = sum * length / (1 - settings.MinimumTime);
        Assert.Equal(1, LeastLoss.Of(GaussianMixture.Of(Gaussian.Isotropic(mean, 0.25)), Process, settings) / expected, 1e-6);
    }

    /// <summary>It is the loss of the exact ε over draws, and data noise along a tilted axis counts as along any other.</summary>
    [Theory]
    [InlineData(LossWeighting.Velocity)]
    [InlineData(LossWeighting.Uniform)]
    public void The_exact_score_has_it_on_draws(LossWeighting weighting)
    {
        const int Rows = 200_000;
        var settings = new TrainingSettings { Weighting = weighting };
        var law = new GaussianMixture([Gaussian.Isotropic([1, 0], 0.0056), Gaussian.WithCovariance([-0.5, 0.5], new double[,] { { 0.2, 0.1 }, { 0.1, 0.1 } })], [1, 2]);
        IRowwiseScore<double> score = Assert.IsAssignableFrom<IRowwiseScore<double>>(law.Score<double>());
        var space = new TileSpace<double>(Rows, 2);
        Tile<double> x = space.Allocate();
        Tile<double> epsilon = space.Allocate();
        law.Sample<double>(x.Values, Process.At(0), seed: 3);
        var random = new Random(5);
        var levels = new NoiseLevel[Rows];
        double[] noise = new double[2 * Rows];
        for (int i = 0; i < Rows; i++)
        {
            levels[i] = Process.At(settings.MinimumTime + ((1 - settings.MinimumTime) * ((i + random.NextDouble()) / Rows)));
            for (int j = 0; j < 2; j++)
            {
                noise[(2 * i) + j] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                x.Values[(2 * i) + j] = (levels[i].MeanScale * x.Values[(2 * i) + j]) + (levels[i].Deviation * noise[(2 * i) + j]);
            }
        }

        score.Evaluate(x, levels, new long[Rows], epsilon);
        double[] losses = [.. Enumerable.Range(0, Rows).Select(i => LossWeights.At(weighting, Process, levels[i], settings.MinSnrGamma)
            * (Square(noise[2 * i] - epsilon.Values[2 * i]) + Square(noise[(2 * i) + 1] - epsilon.Values[(2 * i) + 1])) / 2)];
        double mean = losses.Average();
        double error = Math.Sqrt(losses.Sum(loss => Square(loss - mean))) / Rows;

        // 4.5 standard errors: α below 1e-5.
        Assert.InRange(LeastLoss.Of(law, Process, settings), mean - (4.5 * error), mean + (4.5 * error));
        Assert.True(error < 0.02 * mean, $"{error} of {mean}");
    }

    [Fact]
    public void Laws_of_more_dimensions_are_refused() =>
        Assert.Throws<ArgumentException>(() => LeastLoss.Of(GaussianMixture.Of(Gaussian.Isotropic([0, 0, 0], 1)), Process, new TrainingSettings()));

    private static double Square(double value) => value * value;
}
