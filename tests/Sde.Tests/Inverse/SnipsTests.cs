using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Inverse;

/// <summary>SNIPS: its law at one level against the posterior that it follows there, and each direction's rule.</summary>
public sealed class SnipsTests
{
    private const double Error = 0.3;
    private static readonly IScoreFunction<Tile<double>> Correlated = GaussianMixture.Of(InverseCases.Correlated).Score<double>();

    /// <summary>
    /// Below e the noise of x̃ is part of the measurement's: p(x̃|y) is the posterior of x̃ ~ N(m, Σ + σ̃² I) measured with error σ_y² − σ̃². The steps keep it but
    /// for Langevin's own bias, which halves with c.
    /// </summary>
    [Fact]
    [Trait("Category", "Once")]
    public void At_one_level_the_steps_settle_on_the_posterior_but_for_a_bias_proportional_to_their_length()
    {
        NoiseLevel level = InverseCases.Process.At(0.07);
        double ratio = level.Ratio;
        Assert.InRange(ratio, 0.2, 0.999 * Error);
        double[,] covariance = MixtureMoments.CovarianceOf(InverseCases.Correlated);
        for (int i = 0; i < 3; i++)
        {
            covariance[i, i] += ratio * ratio;
        }

        var measurement = new Measurement(new Mask([true, false, true]), [0.9, -0.2], Math.Sqrt((Error * Error) - (ratio * ratio)));
        MixtureMoments exact = MixtureMoments.Of(ExactPosterior.Of(
            GaussianMixture.Of(Gaussian.WithCovariance(InverseCases.Correlated.Mean, covariance)), measurement));
        double last = double.NaN;
        foreach (double c in new[] { 0.4, 0.2 })
        {
            AffineLaw law = Settled(c, level);
            double bias = 0;
            for (int i = 0; i < 3; i++)
            {
                Near.Absolute(exact.Mean[i], law.Mean[i] / level.MeanScale, 1e-5);
                for (int j = 0; j < 3; j++)
                {
                    double gap = (law.Covariance[i, j] / (level.MeanScale * level.MeanScale)) - exact.Covariance[i, j];
                    bias += gap * gap;
                }
            }

            Assert.True(double.IsNaN(last) || Math.Abs((Math.Sqrt(last / bias)) - 2) < 0.25, $"c = {c}: {Math.Sqrt(last)} to {Math.Sqrt(bias)}");
            last = bias;
        }

        Assert.InRange(Math.Sqrt(last), 1e-4, 0.012);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0.5)]
    public void One_step_has_the_law_that_the_paper_gives_each_direction(double singular)
    {
        // y = s x₀ with error s e: what it says of x₀, and how surely, does not depend on s.
        // Data in one point m: ε = (x − α m)/σ. Coordinates 0 and 2 are measured, 1 is not.
        double[] m = [0.4, -0.3, 0.1];
        double[] y = [0.9, double.NaN, -0.2];
        IScoreFunction<Tile<double>> score = GaussianMixture.Of(Gaussian.PointMass(m)).Score<double>();
        const double C = 0.3;
        var measurement = new Measurement(
            new DenseOperator(new[,] { { singular, 0, 0 }, { 0, 0, singular } }), [0.9 * singular, -0.2 * singular], Error * singular);
        var solver = new Snips(measurement, Corrections: 1, StepSize: C);
        AffineLaw start = new([0.7, 0.2, -0.5], new double[3, 3]);
        foreach (double time in new[] { 0.5, 0.05 })
        {
            NoiseLevel from = InverseCases.Process.At(time);
            NoiseLevel to = InverseCases.Process.At(time / 2);
            double square = from.Ratio * from.Ratio;
            AffineLaw law = AffineLaw.Of(solver, InverseCases.Process, score, new TimeGrid("one step", time, time / 2), start);
            Assert.Equal(time == 0.5, square >= Error * Error);
            for (int j = 0; j < 3; j++)
            {
                double x = start.Mean[j] / from.MeanScale;
                double share = j == 1 ? 0 : Math.Min(1, square / (Error * Error));
                double mean = x + (C * (1 - share) * (m[j] - x)) + (share == 0 ? 0 : C * share * (y[j] - x));
                double variance = 2 * C * (share == 1 ? square - (Error * Error) : square * (1 - share));
                Near.Absolute(mean, law.Mean[j] / to.MeanScale, 1e-12);
                Near.Absolute(variance, law.Covariance[j, j] / (to.MeanScale * to.MeanScale), 1e-12);
            }
        }
    }

    // The slowest direction has a variance of about 0.5 and forgets its start at a rate c σ̃²/0.5: after 140/c steps by e^(−15).
    private static AffineLaw Settled(double c, NoiseLevel level)
    {
        const double Duration = 140;
        var solver = new Snips(InverseCases.Masked(Error), (int)(Duration / c), c);
        return AffineLaw.Of(solver, InverseCases.Process, Correlated, new TimeGrid("one level", level.Time, level.Time * (1 - 1e-9)));
    }
}
