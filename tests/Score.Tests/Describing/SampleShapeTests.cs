using ScoreSde.Data;
using ScoreSde.Describing;

namespace ScoreSde.Tests.Describing;

/// <summary>How many numbers a sample has, and what no array can hold.</summary>
public sealed class SampleShapeTests
{
    [Theory]
    [InlineData(new[] { 1 }, 1)]
    [InlineData(new[] { 7 }, 7)]
    [InlineData(new[] { 3, 32, 20 }, 1920)]
    [InlineData(new[] { 2147483591 }, 2147483591)]
    [InlineData(new[] { 46340, 46341, 1 }, 46340 * 46341)]
    public void A_dimension_is_the_product(int[] shape, int dimension) => Assert.Equal(dimension, SampleShape.Dimension(shape, "net.onnx"));

    // 2³¹ − 56 is the longest array of the framework; two of 65536 are 0 in 32 bits, four of 2³⁰ are 0 in 64.
    [Theory]
    [InlineData(new[] { 2147483592 }, "net.onnx: has samples of [2147483592], which are longer than an array can be.")]
    [InlineData(new[] { 65536, 65536 }, "longer than an array can be")]
    [InlineData(new[] { 46341, 46341, 1 }, "longer than an array can be")]
    [InlineData(new[] { 1 << 30, 1 << 30, 1 << 30, 1 << 30 }, "longer than an array can be")]
    [InlineData(new[] { 3, 0, 5 }, "net.onnx: has samples of [3, 0, 5], which are empty.")]
    [InlineData(new[] { 0 }, "are empty")]
    [InlineData(new[] { -1 }, "are empty")]
    [InlineData(new[] { -2, 3, -4 }, "are empty")]
    public void What_is_none_is_refused(int[] shape, string fragment) =>
        Assert.Contains(fragment, Assert.Throws<NetworkFileException>(() => SampleShape.Dimension(shape, "net.onnx")).Message, StringComparison.Ordinal);

    [Fact]
    public void Pictures_have_three_axes_in_either_order()
    {
        Assert.Equal(new ImageShape(4, 5, 3), SampleShape.Image([3, 4, 5], channelsLast: false));
        Assert.Equal(new ImageShape(4, 5, 3), SampleShape.Image([4, 5, 3], channelsLast: true));
        Assert.Null(SampleShape.Image([12], channelsLast: false));
    }

    [Theory]
    [InlineData(new[] { 5, 7, 3 }, true, 5, 7, 3)]
    [InlineData(new[] { 3, 5, 7 }, false, 5, 7, 3)]
    public void Pictures_have_their_channels_first_or_last(int[] shape, bool channelsLast, int height, int width, int channels) =>
        Assert.Equal(new ImageShape(height, width, channels), SampleShape.Image(shape, channelsLast));

    [Theory]
    [InlineData(new[] { 5 })]
    [InlineData(new[] { 5, 7 })]
    [InlineData(new[] { 5, 7, 3, 1 })]
    public void Samples_of_other_axes_are_no_pictures(int[] shape)
    {
        Assert.Null(SampleShape.Image(shape, channelsLast: true));
        Assert.Null(SampleShape.Image(shape, channelsLast: false));
    }
}
