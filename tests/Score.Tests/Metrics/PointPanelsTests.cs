using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

/// <summary>
/// The vector kernels against their scalar definition, bit for bit. The suite runs a second time without vector instructions, so that both
/// paths meet the same numbers.
/// </summary>
public sealed class PointPanelsTests
{
    public static TheoryData<int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int>();
            foreach (int count in new[] { 1, 3, 15, 16, 17, 63, 64, 65, 130 })
            {
                foreach (int dimension in new[] { 1, 2, 7, 64 })
                {
                    shapes.Add(count, dimension);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Squared_distances_and_products_are_sums_in_the_order_of_k(int count, int dimension)
    {
        Samples points = Points.Normal(count, dimension, 1);
        ReadOnlySpan<float> x = Points.Normal(1, dimension, 2)[0];
        var panels = new PointPanels(points);
        var squares = new float[PointPanels.Width];
        var products = new float[PointPanels.Width];
        Assert.Equal((count, (count + 63) / 64), (panels.Count, panels.Panels));
        for (int panel = 0; panel < panels.Panels; panel++)
        {
            panels.SquaredDistances(x, panel, squares);
            panels.Project(x, panel, products);
            for (int j = 0; j < panels.CountIn(panel); j++)
            {
                ReadOnlySpan<float> y = points[(panel * PointPanels.Width) + j];
                float square = 0;
                float product = 0;
                for (int k = 0; k < dimension; k++)
                {
                    float difference = x[k] - y[k];
                    square = MathF.FusedMultiplyAdd(difference, difference, square);
                    product = MathF.FusedMultiplyAdd(x[k], y[k], product);
                }

                Assert.Equal(square, squares[j]);
                Assert.Equal(product, products[j]);
            }
        }
    }
}
