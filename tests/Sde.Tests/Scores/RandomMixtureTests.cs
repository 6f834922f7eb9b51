using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Scores;

/// <summary>Laws of exact scores for generated mixtures, processes and times.</summary>
public sealed class RandomMixtureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_score_is_the_gradient_of_the_log_density(int dimension)
    {
        Law.Holds(RandomGaussians.Mixtures(dimension), RandomProcesses.Any, Reals.Between(0.1, 1), (mixture, process, t) =>
        {
            NoiseLevel level = process.At(t);
            double unit = Math.Sqrt((level.MeanScale * level.MeanScale * 0.05) + level.Variance);
            double[] x = [.. Enumerable.Range(0, dimension).Select(j => ((level.MeanScale * 1.5) + level.Deviation) * Math.Sin(3 + j))];
            var score = new double[dimension];
            mixture.Score(x, level, score);
            for (int j = 0; j < dimension; j++)
            {
                double h = 0.004 * unit;
                double At(int steps)
                {
                    double[] moved = [.. x];
                    moved[j] += steps * h;
                    return mixture.LogDensity(moved, level);
                }

                double slope = ((45 * (At(1) - At(-1))) - (9 * (At(2) - At(-2))) + At(3) - At(-3)) / (60 * h);
                double size = (1 / unit) + Math.Abs(score[j]) + (1e-9 * Math.Abs(At(0)) / h);
                Near.Absolute(score[j], slope, 1e-6 * size, $"coordinate {j}");
            }
        });
    }

    [Fact]
    public void One_gaussian_has_minus_precision_times_deviation_as_its_score()
    {
        Law.Holds(RandomGaussians.Mixtures(1), RandomProcesses.Any, Reals.Between(0.01, 1), Reals.Between(-3, 3), static (mixture, process, t, x) =>
        {
            Gaussian one = mixture.Components[0];
            NoiseLevel level = process.At(t);
            double v = (level.MeanScale * level.MeanScale * one.Eigenvalues[0]) + level.Variance;
            var score = new double[1];
            GaussianMixture.Of(one).Score([x], level, score);
            Near.Absolute(-(x - (level.MeanScale * one.Mean[0])) / v, score[0], 1e-14 * (1 + Math.Abs(x) + Math.Abs(one.Mean[0])) / v);
        });
    }

    [Fact]
    public void A_rotation_of_data_and_state_rotates_epsilon()
    {
        Law.Holds(RandomGaussians.Mixtures(2), RandomProcesses.Any, Reals.Between(0.02, 1), Reals.Between(0, 6), static (mixture, process, t, angle) =>
        {
            NoiseLevel level = process.At(t);
            (double s, double c) = Math.SinCos(angle);
            var turned = new GaussianMixture([.. mixture.Components.Select(g => Turn(g, c, s))], mixture.Weights);
            double[] there = Epsilon(turned, level, (c * 0.4) + (s * 0.9), (s * 0.4) - (c * 0.9));
            double[] here = Epsilon(mixture, level, 0.4, -0.9);
            double size = 1 + Math.Abs(here[0]) + Math.Abs(here[1]);
            Near.Absolute((c * here[0]) - (s * here[1]), there[0], 1e-10 * size);
            Near.Absolute((s * here[0]) + (c * here[1]), there[1], 1e-10 * size);
        });
    }

    private static double[] Epsilon(GaussianMixture mixture, NoiseLevel level, double x, double y)
    {
        var space = new TileSpace<double>(1, 2);
        Tile<double> state = space.Allocate();
        Tile<double> epsilon = space.Allocate();
        (state.Values[0], state.Values[1]) = (x, y);
        mixture.Score<double>().Evaluate(state, level, epsilon);
        return epsilon.Values.ToArray();
    }

    // R Σ Rᵀ from the eigenbasis.
    private static Gaussian Turn(Gaussian gaussian, double c, double s)
    {
        double[] q = gaussian.Eigenvectors!;
        var covariance = new double[2, 2];
        for (int k = 0; k < 2; k++)
        {
            double[] direction = [(c * q[2 * k]) - (s * q[(2 * k) + 1]), (s * q[2 * k]) + (c * q[(2 * k) + 1])];
            covariance[0, 0] += gaussian.Eigenvalues[k] * direction[0] * direction[0];
            covariance[0, 1] += gaussian.Eigenvalues[k] * direction[0] * direction[1];
            covariance[1, 1] += gaussian.Eigenvalues[k] * direction[1] * direction[1];
        }

        covariance[1, 0] = covariance[0, 1];
        double[] m = gaussian.Mean;
        return Gaussian.WithCovariance([(c * m[0]) - (s * m[1]), (s * m[0]) + (c * m[1])], covariance);
    }
}
