using ScoreSde.Lanes;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Scores.Kernels;
using ScoreSde.States;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Scores;

/// <summary>The diagonal of ∂ε/∂x in closed form against products with unit vectors.</summary>
public sealed class JacobianDiagonalTests
{
    private const int Rows = 9;

    [Fact]
    public void Its_sum_is_the_trace_by_products()
    {
        foreach (NoiseLevel level in MixtureCases.Levels)
        {
            Compare(MixtureCases.OneDimension, level);
            Compare(MixtureCases.TwoDimensions, level);
            Compare(GaussianMixture.Ring(), level);
        }
    }

    [Fact]
    public void Its_sum_is_the_trace_by_products_for_random_mixtures() => Law.Holds(
        RandomGaussians.Mixtures(3), mixture => Compare(mixture, MixtureCases.Levels[1]), cases: 30);

    [Fact]
    public void Each_entry_is_that_of_the_product_with_its_unit_vector()
    {
        NoiseLevel level = MixtureCases.Levels[1];
        GaussianMixture mixture = MixtureCases.TwoDimensions;
        (TileSpace<double> space, Tile<double> x) = Points(mixture, level);
        (Tile<double> unit, Tile<double> product, Tile<double> diagonal) = (space.Allocate(), space.Allocate(), space.Allocate());
        IDifferentiableScore<Tile<double>> score = mixture.Score<double>();
        Assert.True(((IJacobianDiagonal<Tile<double>>)score).TryDiagonal(x, level, diagonal));
        for (int i = 0; i < 2; i++)
        {
            for (int row = 0; row < Rows; row++)
            {
                (unit.Row(row)[i], unit.Row(row)[1 - i]) = (1, 0);
            }

            score.TransposedJacobianProduct(x, level, unit, product);
            for (int row = 0; row < Rows; row++)
            {
                Near.Absolute(product.Row(row)[i], diagonal.Row(row)[i], 1e-13 * Size(level, x));
            }
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_in_every_tile_and_at_every_vector_width()
    {
        NoiseLevel level = MixtureCases.Levels[1];
        var x = new double[2 * 37];
        MixtureCases.TwoDimensions.Sample<double>(x, level, seed: 3);
        var table = new MixtureTable<double>(MixtureCases.TwoDimensions.At(level), 2);
        double[] whole = Diagonal(x, LaneWidth.One);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            foreach (int rows in new[] { 1, 2, 3, 5, 8, 37 })
            {
                for (int first = 0; first < 37; first += rows)
                {
                    Range numbers = (2 * first)..(2 * Math.Min(first + rows, 37));
                    Assert.Equal(whole[numbers], Diagonal(x[numbers], width));
                }
            }
        }

        double[] Diagonal(double[] points, LaneWidth width)
        {
            var diagonal = new double[points.Length];
            var kernel = new MixtureDiagonalKernel<double>(table, points, diagonal);
            LaneDispatch.Run<double, MixtureDiagonalKernel<double>>(ref kernel, width);
            return diagonal;
        }
    }

    [Fact]
    public void It_is_counted_as_one_product_where_it_is_offered_and_not_at_all_elsewhere()
    {
        NoiseLevel level = MixtureCases.Levels[1];
        (TileSpace<double> space, Tile<double> x) = Points(MixtureCases.OneDimension, level);
        Tile<double> diagonal = space.Allocate();
        IDifferentiableScore<Tile<double>> exact = MixtureCases.OneDimension.Score<double>();
        var counting = new CountingScore<Tile<double>>(exact);
        Assert.True(counting.TryDiagonal(x, level, diagonal));
        Assert.Equal((0, 1), (counting.Evaluations, counting.Products));
        var without = new CountingScore<Tile<double>>(new ProductsOnly(exact));
        diagonal.Values.Fill(7);
        Assert.False(without.TryDiagonal(x, level, diagonal));
        Assert.Equal(0, without.Products);
        Assert.All(diagonal.Values.ToArray(), static value => Assert.Equal(7, value));
    }

    private static void Compare(GaussianMixture mixture, NoiseLevel level)
    {
        (TileSpace<double> space, Tile<double> x) = Points(mixture, level);
        IDifferentiableScore<Tile<double>> score = mixture.Score<double>();
        var closed = new double[Rows];
        var products = new double[Rows];
        Tile<double> epsilon = space.Allocate();
        new ExactDivergence().Create(score, space, 0).Evaluate(x, level, epsilon, closed);
        new ExactDivergence().Create(new ProductsOnly(score), space, 0).Evaluate(x, level, epsilon, products);
        for (int row = 0; row < Rows; row++)
        {
            Near.Absolute(products[row], closed[row], 1e-13 * Size(level, x));
        }
    }

    // σ (1/c + ‖g‖²) bounds the terms of the sum, with c no less than σ² and g no more than the distance of two points over c.
    private static double Size(NoiseLevel level, Tile<double> x)
    {
        double distance = 8 + x.Values.ToArray().Max(Math.Abs);
        return level.Deviation * ((1 / level.Variance) + (distance * distance / (level.Variance * level.Variance)));
    }

    private static (TileSpace<double> Space, Tile<double> X) Points(GaussianMixture mixture, NoiseLevel level)
    {
        var space = new TileSpace<double>(Rows, mixture.Dimension);
        Tile<double> x = space.Allocate();
        mixture.Sample(x.Values, level, seed: 3);
        return (space, x);
    }

    private sealed class ProductsOnly(IDifferentiableScore<Tile<double>> inner) : IDifferentiableScore<Tile<double>>
    {
        public int Dimension => inner.Dimension;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => inner.Evaluate(x, level, epsilon);

        public void TransposedJacobianProduct(Tile<double> x, NoiseLevel level, Tile<double> cotangent, Tile<double> product) =>
            inner.TransposedJacobianProduct(x, level, cotangent, product);
    }
}
