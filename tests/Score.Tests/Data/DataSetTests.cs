using ScoreSde.Data;

namespace ScoreSde.Tests.Data;

public sealed class DataSetTests
{
    [Fact]
    public void Selected_rows_keep_their_labels_and_their_order()
    {
        var data = new DataSet("three", [1, 2, 3, 4, 5, 6], 2, DataScaling.Identity, [0, 1, 2], 3);
        DataSet chosen = data.Select([2, 0, 2]);
        Assert.Equal([5, 6, 1, 2, 5, 6], chosen.Values.ToArray());
        Assert.Equal([2, 0, 2], chosen.Labels.ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Values_that_are_not_finite_are_refused_with_their_place(float value)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new DataSet("bad", [1, 2, 3, value], 2, DataScaling.Identity));
        Assert.Contains("Row 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("column 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_that_do_not_fit_each_other_are_refused()
    {
        float[] four = [1, 2, 3, 4];
        Assert.Throws<ArgumentException>(() => new DataSet("rows", four, 3, DataScaling.Identity));
        Assert.Throws<ArgumentException>(() => new DataSet("none", [], 2, DataScaling.Identity));
        Assert.Throws<ArgumentException>(() => new DataSet("labels", four, 2, DataScaling.Identity, [0], 1));
        Assert.Throws<ArgumentException>(() => new DataSet("classes", four, 2, DataScaling.Identity, [0, 2], 2));
        Assert.Throws<ArgumentException>(() => new DataSet("negative", four, 2, DataScaling.Identity, [0, -1], 2));
        Assert.Throws<ArgumentException>(() => new DataSet("unlabelled", four, 2, DataScaling.Identity, null, 2));
        Assert.Throws<ArgumentException>(() => new DataSet("pictures", four, 2, DataScaling.Identity, image: new(2, 2)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, double.NaN)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    public void A_scaling_that_cannot_be_undone_is_refused(double shift, double scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataScaling(shift, scale));
}
