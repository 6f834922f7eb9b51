using ScoreSde.Cli.Tables;

namespace ScoreSde.Tests.Tables;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1.00")]
    [InlineData(-0.0123456, "-0.0123")]
    [InlineData(0.000123456, "0.000123")]
    [InlineData(0.0000123456, "1.23e-5")]
    [InlineData(9.996, "10.0")]
    [InlineData(0.99996, "1.00")]
    [InlineData(123.456, "123")]
    [InlineData(98765, "98765")]
    [InlineData(1234567, "1.23e6")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Numbers_show_three_digits(double value, string shown) => Assert.Equal(shown, Quantity.Number(value));

    [Theory]
    [InlineData(0.00021234, "0.000212")]
    [InlineData(0.0123456, "0.0123")]
    [InlineData(9.8765, "9.88")]
    [InlineData(98.765, "98.8")]
    public void Seconds_show_what_a_person_needs(double seconds, string shown) => Assert.Equal(shown, Quantity.Seconds(seconds));

    [Theory]
    [InlineData(12.6, "13")]
    [InlineData(999.6, "1,000")]
    [InlineData(25344, "25,300")]
    [InlineData(19630938, "19,600,000")]
    public void Rates_show_three_digits(double rate, string shown) => Assert.Equal(shown, Quantity.Rate(rate));
}
