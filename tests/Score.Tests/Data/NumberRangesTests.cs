using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Data.Own;

namespace ScoreSde.Tests.Data;

/// <summary>What becomes of the numbers of a file: which types float holds, and which range of pixels becomes −1 … 1.</summary>
public sealed class NumberRangesTests
{
    /// <summary>Float holds a type where all its bits of value fit 24; halves and floats are it or less.</summary>
    [Theory]
    [InlineData("|b1", true)]
    [InlineData("|i1", true)]
    [InlineData("|u1", true)]
    [InlineData("<i2", true)]
    [InlineData("<u2", true)]
    [InlineData("<f2", true)]
    [InlineData("<f4", true)]
    [InlineData("<i4", false)]
    [InlineData("<u4", false)]
    [InlineData("<i8", false)]
    [InlineData("<u8", false)]
    [InlineData("<f8", false)]
    public void A_type_fits_float_where_each_of_its_numbers_does(string descriptor, bool fits)
    {
        NumberType type = NumberType.Parse(descriptor);
        Assert.Equal(fits, type.FitsFloat);

        // The number of all ones, as far as float goes: every bit of it counts.
        if (type.Kind is 'i' or 'u')
        {
            ulong largest = ulong.MaxValue >> (64 - (8 * type.Size) + (type.Kind == 'i' ? 1 : 0));
            Assert.Equal(fits, (System.Numerics.BigInteger)(float)largest == largest);
        }
    }

    /// <summary>The least number becomes −1 and the largest 1 of the first known range that holds all, of their own range else; one number alone becomes 0 and is not stretched.</summary>
    [Theory]
    [InlineData(0, 1, 0, 1)]
    [InlineData(0.25, 0.5, 0, 1)]
    [InlineData(-0.5, 0.5, -1, 1)]
    [InlineData(-1, 1, -1, 1)]
    [InlineData(0, 1.5, 0, 255)]
    [InlineData(0, 255, 0, 255)]
    [InlineData(-1.5, 1, -1.5, 1)]
    [InlineData(0, 256, 0, 256)]
    [InlineData(-5, 9, -5, 9)]
    public void A_range_becomes_minus_1_to_1(double least, double most, double low, double high)
    {
        (DataScaling scaling, ColumnUnits? columns) = PixelScaling.Of(new NumberArray([(float)most, (float)least, (float)most], [3]));
        Assert.Null(columns);
        Assert.Equal(-1, (low - scaling.Shift) / scaling.Scale, 1e-12);
        Assert.Equal(1, (high - scaling.Shift) / scaling.Scale, 1e-12);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(-7)]
    public void One_number_alone_keeps_its_unit(double value) =>
        Assert.Equal((new DataScaling(value, 1), null), PixelScaling.Of(new NumberArray([(float)value, (float)value], [2])));

    [Theory]
    [InlineData("|b1", 1)]
    [InlineData("|u1", 255)]
    [InlineData("<u2", 65_535)]
    public void The_range_of_a_type_of_pictures_is_the_types_own(string descriptor, double top)
    {
        double? largest = NumberType.Parse(descriptor).Largest;
        Assert.Equal(top, largest);
        Assert.Equal((new DataScaling(top / 2, top / 2), null), PixelScaling.Of(new NumberArray([1f, 0], [2], largest)));
    }
}
