using ScoreSde.Special;

namespace ScoreSde.Tests.Special;

public sealed class GaussLegendreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(16)]
    public void Polynomials_of_degree_two_n_less_one_are_integrated_exactly_and_no_higher_one(int count)
    {
        var rule = new GaussLegendre(count);
        for (int degree = 0; degree < 2 * count; degree++)
        {
            Near.Relative(1.0 / (degree + 1), Power(rule, degree), 2e-14, $"degree {degree}");
        }

        // The error of the next power is n!⁴/((2n + 1) (2n)!²).
        double error = 1.0 / ((2 * count) + 1);
        for (int k = 1; k <= count; k++)
        {
            error *= (double)k * k / ((2.0 * k) * ((2.0 * k) - 1)) * k * k / ((2.0 * k) * ((2.0 * k) - 1));
        }

        Near.Absolute(error, (1.0 / ((2 * count) + 1)) - Power(rule, 2 * count), 1e-15 + (1e-6 * error));
    }

    [Fact]
    public void Nodes_increase_inside_the_interval() =>
        Assert.All(Enumerable.Range(0, 15), static i =>
        {
            var rule = new GaussLegendre(16);
            Assert.InRange(rule.Points[i].Node, 0, rule.Points[i + 1].Node);
            Assert.True(rule.Points[i].Weight > 0 && rule.Points[i + 1].Node < 1);
        });

    private static double Power(GaussLegendre rule, int degree)
    {
        double sum = 0;
        foreach ((double node, double weight) in rule.Points)
        {
            sum += weight * Math.Pow(node, degree);
        }

        return sum;
    }
}
