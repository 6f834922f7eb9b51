using ScoreSde.Comparison.Reports;

namespace ScoreSde.Tests;

public sealed class ErrorBarTests
{
    [Theory]
    [InlineData(0.1592, 0.0121, "0.159(12)", "0.159 ± 0.012")]
    [InlineData(0.1592, 0.0084, "0.159(8)", "0.159 ± 0.008")]
    [InlineData(0.1592, 0.0194, "0.159(19)", "0.159 ± 0.019")]
    [InlineData(0.1592, 0.0196, "0.16(2)", "0.16 ± 0.02")]
    [InlineData(0.1592, 0.00996, "0.159(10)", "0.159 ± 0.010")]
    [InlineData(-0.0646, 0.031, "-0.06(3)", "-0.06 ± 0.03")]
    [InlineData(-0.0001, 0.031, "0.00(3)", "0.00 ± 0.03")]
    [InlineData(12.34, 0.7, "12.3(7)", "12.3 ± 0.7")]
    [InlineData(12.34, 1.24, "12.3(1.2)", "12.3 ± 1.2")]
    [InlineData(391.6, 12.2, "392(12)", "392 ± 12")]
    [InlineData(391.6, 31, "390(30)", "390 ± 30")]
    [InlineData(4.7e-7, 3e-8, "4.7(3)e-7", "(4.7 ± 0.3)e-7")]
    [InlineData(0.00051, 0.0012, "0.0005(12)", "0.0005 ± 0.0012")]
    [InlineData(0.15926, 0, "0.159", "0.159")]
    [InlineData(4.7049e-7, 0, "4.70e-7", "4.70e-7")]
    [InlineData(0, 0, "0", "0")]
    [InlineData(double.NaN, 0, "NaN", "NaN")]
    [InlineData(3.14159, double.NaN, "3.14", "3.14")]
    public void A_value_has_the_digits_that_its_error_leaves_it(double value, double error, string compact, string spelled)
    {
        Assert.Equal(compact, ErrorBar.Compact(new(value, error)));
        Assert.Equal(spelled, ErrorBar.Spelled(new(value, error)));
    }
}
