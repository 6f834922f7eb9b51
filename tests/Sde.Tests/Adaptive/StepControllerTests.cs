using ScoreSde.Adaptive;

namespace ScoreSde.Tests.Adaptive;

public sealed class StepControllerTests
{
    // ln of h_next/h = ln 0.9 − (1/k − 0.3/k) ln E + (0.4/k) ln E_before, with 10⁻⁴ as the least error before.
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Accepted_steps_follow_the_proportional_and_integral_rule_between_a_fifth_and_ten(int order)
    {
        var controller = new StepController(order);
        double before = 1e-4;
        foreach (double error in new[] { 0.5, 0.9, 1, 0.02, 3e-5, 0.3, 1e-12, 0.7, 1e-300 })
        {
            double logarithm = Math.Log(0.9) - (0.7 / order * Math.Log(error)) + (0.4 / order * Math.Log(before));
            Assert.Equal(Math.Clamp(Math.Exp(logarithm), 0.2, 10), controller.Factor(error), 1e-12);
            before = Math.Max(1e-4, error);
        }

        Assert.Equal(10, controller.Factor(0));
    }

    [Theory]
    [InlineData(2, 1.5)]
    [InlineData(5, 30)]
    [InlineData(5, 1.0000001)]
    public void A_rejected_step_shrinks_by_its_own_error_alone_and_the_next_does_not_grow(int order, double error)
    {
        var controller = new StepController(order);
        controller.Factor(0.5);
        var untouched = new StepController(order);
        untouched.Factor(0.5);
        Assert.Equal(0.9 * Math.Pow(error, -1.0 / order), controller.Factor(error), 1e-12);
        Assert.Equal(0.9 * Math.Pow(error, -1.0 / order), controller.Factor(error), 1e-12);
        Assert.Equal(1, controller.Factor(1e-3));
        untouched.Factor(1e-3);
        Assert.True(controller.Factor(1e-3) > 1);
        Assert.Equal(untouched.Factor(0.9), controller.Factor(0.9), 1e-12);
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void No_error_shrinks_a_step_by_more_than_five(double error)
    {
        var controller = new StepController(2);
        Assert.Equal(0.2, controller.Factor(error));
        Assert.Equal(0.2, controller.Factor(error));
        Assert.Equal(1, controller.Factor(0));
    }

    [Fact]
    public void Where_the_error_is_a_power_of_the_step_its_steps_settle_at_the_rules_fixed_point()
    {
        // 1 = 0.9 E^(−0.7/k) E^(0.4/k): E = 0.9^(k/0.3).
        const int Order = 5;
        var controller = new StepController(Order);
        double h = 1;
        double error = double.NaN;
        for (int i = 0; i < 60; i++)
        {
            error = 1e7 * Math.Pow(h, Order);
            h *= controller.Factor(error);
        }

        Assert.Equal(Math.Pow(0.9, Order / 0.3), error, 1e-6);
    }

    [Fact]
    public void The_norm_of_an_error_is_the_root_mean_square_of_its_shares_of_what_is_allowed()
    {
        double[] error = [0.3, -0.02, 0, 5];
        double[] a = [-2, 0.1, 7, 0];
        double[] b = [1, -0.5, -3, 4];
        var tolerance = new Tolerance(0.1, 0.05);
        double[] shares = [0.3 / 0.25, 0.02 / 0.1, 0, 5 / 0.45];
        double expected = Math.Sqrt(shares.Average(share => share * share));
        Assert.Equal(expected, ErrorNorm.Of<double>(error, a, b, tolerance), 1e-12);
        Assert.Equal(expected, ErrorNorm.Of<double>(error, b, a, tolerance), 1e-12);
        Assert.Equal(expected, ErrorNorm.Of<float>(Single(error), Single(a), Single(b), tolerance), 1e-5);
        Assert.Equal(2, ErrorNorm.Of<double>([0.1], [0], [0], new Tolerance(0, 0.05)), 1e-12);
        float[] Single(double[] values) => [.. values.Select(value => (float)value)];
    }
}
