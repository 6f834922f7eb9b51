using ScoreSde.Lanes;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Scores.Kernels;
using ScoreSde.States;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Scores;

public sealed class JacobianTests
{
    [Fact]
    public void The_product_is_the_central_difference_of_epsilon_along_every_axis()
    {
        foreach (NoiseLevel level in MixtureCases.Levels)
        {
            CheckDifferences(MixtureCases.OneDimension, level);
            CheckDifferences(MixtureCases.TwoDimensions, level);
        }
    }

    [Fact]
    public void The_product_is_the_central_difference_for_random_mixtures() => Law.Holds(
        RandomGaussians.Mixtures(3), mixture => CheckDifferences(mixture, MixtureCases.Levels[1]), cases: 30);

    [Fact]
    public void For_one_gaussian_it_is_the_constant_precision_whatever_x_is()
    {
        GaussianMixture mixture = GaussianMixture.Of(Gaussian.Isotropic([1, -2], 0.3));
        foreach (NoiseLevel level in MixtureCases.Levels)
        {
            (_, _, Tile<double> vector, Tile<double> product) = Products(mixture, level, 9);
            double factor = level.Deviation / ((level.MeanScale * level.MeanScale * 0.3) + level.Variance);
            for (int i = 0; i < vector.Values.Length; i++)
            {
                Near.Relative(factor * vector.Values[i], product.Values[i], 1e-14);
            }
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_in_every_tile_and_at_every_vector_width()
    {
        NoiseLevel level = MixtureCases.Levels[1];
        (_, Tile<double> x, Tile<double> vector, Tile<double> whole) = Products(MixtureCases.TwoDimensions, level, 37);
        var table = new MixtureTable<double>(MixtureCases.TwoDimensions.At(level), 2);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            foreach (int rows in new[] { 1, 2, 3, 5, 8, 37 })
            {
                for (int first = 0; first < 37; first += rows)
                {
                    int numbers = 2 * Math.Min(rows, 37 - first);
                    var part = new double[numbers];
                    var kernel = new MixtureJacobianKernel<double>(
                        table, x.Values.Slice(2 * first, numbers), vector.Values.Slice(2 * first, numbers), part);
                    LaneDispatch.Run<double, MixtureJacobianKernel<double>>(ref kernel, width);
                    Assert.Equal(whole.Values.Slice(2 * first, numbers).ToArray(), part);
                }
            }
        }
    }

    [Fact]
    public void Far_out_the_float_product_stays_finite_and_is_that_of_the_winning_mode()
    {
        NoiseLevel level = MixtureCases.Levels[0];
        var space = new TileSpace<float>(1, 1);
        (Tile<float> x, Tile<float> vector, Tile<float> product) = (space.Allocate(), space.Allocate(), space.Allocate());
        (x.Values[0], vector.Values[0]) = (1000, 1);
        MixtureCases.OneDimension.Score<float>().TransposedJacobianProduct(x, level, vector, product);
        Near.Relative(level.Deviation / ((level.MeanScale * level.MeanScale * 0.16) + level.Variance), product.Values[0], 1e-5);
    }

    [Fact]
    public void Products_allocate_nothing_once_a_level_is_known()
    {
        (_, Tile<double> x, Tile<double> vector, Tile<double> product) = Products(MixtureCases.TwoDimensions, MixtureCases.Levels[1], 37);
        IDifferentiableScore<Tile<double>> score = MixtureCases.TwoDimensions.Score<double>();
        long least = long.MaxValue;
        // A collection started by another thread may book bytes here that nobody asked for; an allocation of the work shows in every try.
        for (int i = 0; i < 6; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            score.TransposedJacobianProduct(x, MixtureCases.Levels[1], vector, product);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Products_are_counted_apart_and_cost_two_evaluations()
    {
        var space = new TileSpace<double>(1, 1);
        (Tile<double> x, Tile<double> vector, Tile<double> product) = (space.Allocate(), space.Allocate(), space.Allocate());
        var counting = new CountingScore<Tile<double>>(MixtureCases.OneDimension.Score<double>());
        counting.Evaluate(x, MixtureCases.Levels[1], product);
        counting.TransposedJacobianProduct(x, MixtureCases.Levels[1], vector, product);
        counting.TransposedJacobianProduct(x, MixtureCases.Levels[1], vector, product);
        Assert.Equal((1, 2, 5), (counting.Evaluations, counting.Products, counting.Cost));
        counting.Reset();
        Assert.Equal((0, 0, 0), (counting.Evaluations, counting.Products, counting.Cost));
        var plain = new CountingScore<Tile<double>>(new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 1));
        Assert.Contains(
            "Jacobian",
            Assert.Throws<NotSupportedException>(() => plain.TransposedJacobianProduct(x, MixtureCases.Levels[1], vector, product)).Message,
            StringComparison.Ordinal);
    }

    // e = (f(h) − f(−h))/2h has an error h²f‴/6 + 1e-16 |f|/h: both near 1e-9 for σ-scaled h = 1e-5.
    private static void CheckDifferences(GaussianMixture mixture, NoiseLevel level)
    {
        (TileSpace<double> space, Tile<double> x, Tile<double> vector, Tile<double> product) = Products(mixture, level, 9);
        (Tile<double> up, Tile<double> down) = (space.Allocate(), space.Allocate());
        IScoreFunction<Tile<double>> score = mixture.Score<double>();
        double step = 1e-5 * level.Deviation;
        double size = product.Values.ToArray().Max(Math.Abs);
        for (int j = 0; j < mixture.Dimension; j++)
        {
            Shift(x, j, step);
            score.Evaluate(x, level, up);
            Shift(x, j, -2 * step);
            score.Evaluate(x, level, down);
            Shift(x, j, step);
            for (int row = 0; row < x.Rows; row++)
            {
                double difference = 0;
                for (int i = 0; i < mixture.Dimension; i++)
                {
                    difference += (up.Row(row)[i] - down.Row(row)[i]) / (2 * step) * vector.Row(row)[i];
                }

                Near.Absolute(difference, product.Row(row)[j], 1e-8 * (size + (1 / level.Deviation)));
            }
        }
    }

    private static (TileSpace<double> Space, Tile<double> X, Tile<double> Vector, Tile<double> Product) Products(
        GaussianMixture mixture, NoiseLevel level, int rows)
    {
        var space = new TileSpace<double>(rows, mixture.Dimension);
        (Tile<double> x, Tile<double> vector, Tile<double> product) = (space.Allocate(), space.Allocate(), space.Allocate());
        mixture.Sample(x.Values, level, seed: 3);
        for (int i = 0; i < vector.Values.Length; i++)
        {
            vector.Values[i] = Math.Cos(1 + (2.1 * i));
        }

        mixture.Score<double>().TransposedJacobianProduct(x, level, vector, product);
        return (space, x, vector, product);
    }

    private static void Shift(Tile<double> x, int column, double step)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            x.Row(row)[column] += step;
        }
    }
}
