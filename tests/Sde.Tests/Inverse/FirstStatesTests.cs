using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Inverse;

/// <summary>
/// Laws of single coordinates, exact: where DDRM starts, and what replacement and RePaint leave. Singular values are 2 and ½, so that one that is forgotten or
/// squared shows.
/// </summary>
public sealed class FirstStatesTests
{
    private const double Error = 0.4;

    // Coordinate 0 doubled, coordinate 2 halved; what y says of x₀ is 0.9 and −0.2, with errors 0.2 and 0.8.
    private static readonly Measurement Scaled = new(
        new DenseOperator(new[,] { { 2.0, 0, 0 }, { 0, 0, 0.5 } }), [1.8, -0.1], Error);

    private static readonly double?[] Known = [0.9, null, -0.2];
    private static readonly double[] Errors = [0.2, 0, 0.8];

    [Fact]
    public void Ddrm_starts_measured_directions_at_the_measurement_with_the_noise_that_it_lacks()
    {
        // In units of x₀ the state is ȳ + N(0, σ̃² − e²): the model is asked first at α ȳ, of variance σ² − α² e².
        foreach (double time in new[] { 1, 0.6, 0.3 })
        {
            NoiseLevel level = InverseCases.Process.At(time);
            AffineLaw law = FirstAsked(new Ddrm(Scaled), level);
            for (int j = 0; j < 3; j++)
            {
                double variance = level.Variance - (Known[j] is null ? 0 : Math.Pow(level.MeanScale * Errors[j], 2));
                Near.Absolute(level.MeanScale * (Known[j] ?? 0), law.Mean[j], 1e-13);
                Near.Absolute(Math.Max(0, variance), law.Covariance[j, j], 1e-12);
                Near.Absolute(0, law.Covariance[j, (j + 1) % 3], 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Replacement_leaves_measured_directions_at_the_measurement_of_that_level(bool countsError)
    {
        double[] m = [0.4, -0.3, 0.1];
        IScoreFunction<Tile<double>> score = GaussianMixture.Of(Gaussian.PointMass(m)).Score<double>();
        AffineLaw start = new([0.7, 0.2, -0.5], new double[3, 3]);
        var inner = new Ancestral(new PosteriorVariance());
        bool left = false;
        foreach (double time in new[] { 0.5, 0.1 })
        {
            NoiseLevel to = InverseCases.Process.At(time);
            var grid = new TimeGrid("one step", 0.6, time);
            AffineLaw plain = AffineLaw.Of(inner, InverseCases.Process, score, grid, start);
            AffineLaw law = AffineLaw.Of(new Replacement(inner, Scaled, countsError), InverseCases.Process, score, grid, start);
            for (int j = 0; j < 3; j++)
            {
                double variance = to.Variance - (countsError ? Math.Pow(to.MeanScale * Errors[j], 2) : 0);
                bool replaced = Known[j] is not null && variance >= 0;
                left |= Known[j] is not null && !replaced;
                Near.Absolute(replaced ? to.MeanScale * Known[j]!.Value : plain.Mean[j], law.Mean[j], 1e-13);
                Near.Absolute(replaced ? variance : plain.Covariance[j, j], law.Covariance[j, j], 1e-13);
            }
        }

        Assert.Equal(countsError, left);
    }

    [Theory]
    [InlineData(1, 0.2)]
    [InlineData(3, 0.2)]
    [InlineData(3, 0)]
    public void Repaint_takes_what_was_not_measured_down_and_up_again_by_its_kernels_but_never_up_from_clean_data(int passes, double end)
    {
        // Independent coordinates of variance v: those that were measured say nothing of the other, which goes through the exact Gaussian kernels.
        const double V = 0.7;
        double[] m = [0.4, -0.3, 0.1];
        IScoreFunction<Tile<double>> score = GaussianMixture.Of(Gaussian.Isotropic(m, V)).Score<double>();
        AffineLaw start = new([0.7, 0.2, -0.5], new[,] { { 0.1, 0, 0 }, { 0, 0.3, 0 }, { 0, 0, 0.2 } });
        NoiseLevel t = InverseCases.Process.At(0.5);
        NoiseLevel s = InverseCases.Process.At(end);
        double scale = t.MeanScale / s.MeanScale;
        double transition = t.Variance - (scale * scale * s.Variance);
        double slope = t.MeanScale * V / ((t.MeanScale * t.MeanScale * V) + t.Variance);
        (double mean, double variance) = (start.Mean[1], start.Covariance[1, 1]);
        for (int pass = 0; pass < (end == 0 ? 1 : passes); pass++)
        {
            if (pass > 0)
            {
                (mean, variance) = (scale * mean, (scale * scale * variance) + transition);
            }

            // q(x_s|x_t, x₀) of DDPM, with E[x₀|x_t] = m + slope (x − α m) in the place of x₀.
            double onState = scale * s.Variance / t.Variance;
            double onData = s.MeanScale * transition / t.Variance;
            double keep = onState + (onData * slope);
            mean = (keep * mean) + (onData * m[1] * (1 - (slope * t.MeanScale)));
            variance = (keep * keep * variance) + (transition * s.Variance / t.Variance);
        }

        AffineLaw law = AffineLaw.Of(new RePaint(Scaled, passes), InverseCases.Process, score, new TimeGrid("one step", 0.5, end), start);
        Near.Absolute(mean, law.Mean[1], 1e-13);
        Near.Absolute(variance, law.Covariance[1, 1], 1e-13);
        Near.Absolute(s.MeanScale * 0.9, law.Mean[0], 1e-13);
        Near.Absolute(s.Variance, law.Covariance[2, 2], 1e-13);
    }

    // The law of the state at which the model is first asked, from N(0, σ² I): it is affine in the start.
    private static AffineLaw FirstAsked(ISolver solver, NoiseLevel level)
    {
        var mean = new double[3];
        var covariance = new double[3, 3];
        var space = new TileSpace<double>(4, 3);
        Tile<double> x = space.Allocate();
        for (int j = 0; j < 3; j++)
        {
            x.Row(1 + j)[j] = level.Deviation;
        }

        var watched = new Watched();
        solver.CreateStepper(new Problem<Tile<double>>(InverseCases.Process, watched, space))
            .Step(x, new GridStep(0, 1, level, InverseCases.Process.At(level.Time / 2), 5));
        watched.First!.AsSpan(0, 3).CopyTo(mean);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                for (int k = 1; k < 4; k++)
                {
                    covariance[i, j] += (watched.First![(3 * k) + i] - mean[i]) * (watched.First[(3 * k) + j] - mean[j]);
                }
            }
        }

        return new(mean, covariance);
    }

    private sealed class Watched : IScoreFunction<Tile<double>>
    {
        public double[]? First { get; private set; }

        public int Dimension => 3;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            First ??= x.Values.ToArray();
            epsilon.Values.Clear();
        }
    }
}
