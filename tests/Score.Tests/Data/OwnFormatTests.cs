using ScoreSde.Data;
using ScoreSde.Data.Npy;

namespace ScoreSde.Tests.Data;

/// <summary>Files as NumPy, spreadsheets and PNG writers make them.</summary>
public sealed class OwnFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("float16", 0.25)]
    [InlineData("big", 0.25)]
    [InlineData("fortran", 1)]
    [InlineData("uint16", 1000)]
    public void NumPys_arrays_are_read_as_they_are(string name, double step)
    {
        NpyArray array = NpyFile.Load(Fixture.Of($"{name}.npy"));
        Assert.Equal([4, 2, 3], array.Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)(i * step)), array.Values);
    }

    [Fact]
    public void NumPys_truth_values_are_pictures_of_0_and_1()
    {
        DataSet data = DataSets.Open(Fixture.Of("bool.npy"));
        Assert.Equal((new ImageShape(2, 3), new DataScaling(0.5, 0.5)), (data.Image!.Value, data.Scaling));
        Assert.Equal([1, 0, 1, 0, 1, 0], data[0].ToArray());
    }

    [Theory]
    [InlineData("words", "cat dog é", "0 1 0 2")]
    [InlineData("numbers", "-2 7 300", "1 2 1 0")]
    public void Labels_come_from_a_second_array(string labels, string names, string classes)
    {
        DataSet data = DataSets.Open(new DataRequest(Fixture.Of("uint16.npy"), Fixture.Of($"{labels}.npy")));
        Assert.Equal(names, string.Join(' ', data.ClassNames));
        Assert.Equal(classes, string.Join(' ', data.Labels.ToArray()));
        Assert.Equal(Fixture.Of($"{labels}.npy"), data.Origin!.Labels);
    }

    [Fact]
    public void A_zip_of_arrays_is_read_by_keys()
    {
        DataSet stored = DataSets.Open(new DataRequest(Fixture.Of("stored.npz"), "y"));
        Assert.Equal(("0 1 5", new DataScaling(127.5, 127.5)), (string.Join(' ', stored.ClassNames), stored.Scaling));
        DataSet second = DataSets.Open(new DataRequest(Fixture.Of("packed.npz") + ":second", "kind", DataLayout.Rows));
        Assert.Equal((6, 2, "packed"), (second.Dimension, second.Classes, second.Name));
        var numbers = new double[6];
        second.Columns!.ToFile<float, double>(second[3], 6, numbers);
        Assert.Equal([-18, -19, -20, -21, -22, -23], numbers.Select(value => Math.Round(value, 4)));
        Assert.Contains("the arrays first, second; give --data FILE.npz:KEY", Fault(new(Fixture.Of("packed.npz"), "kind")), StringComparison.Ordinal);
        Assert.Contains("has no array 'z'; it has first, second, kind", Fault(new(Fixture.Of("packed.npz") + ":z")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind", "x y", 2)]
    [InlineData("3", "x y", 2)]
    [InlineData("a", "-3e2 1 4", -1)]
    public void A_table_is_read_with_a_column_of_labels(string column, string names, int columns)
    {
        if (columns < 0)
        {
            Assert.Contains("line 2 holds 'x' in column 3", Fault(new(Fixture.Of("table.csv"), column)), StringComparison.Ordinal);
            return;
        }

        DataSet data = DataSets.Open(new DataRequest(Fixture.Of("table.csv"), column));
        Assert.Equal((3, columns, names), (data.Count, data.Dimension, string.Join(' ', data.ClassNames)));
        Assert.Equal([-98.333333, 2.583333], data.Columns!.Shift.Select(value => Math.Round(value, 6)));
    }

    [Theory]
    [InlineData("1,2\n3\n", "line 2 has 1 cells, the first line 2")]
    [InlineData("1,2\n3,x\n", "line 2 holds 'x' in column 2")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("\n# nothing\n", "no rows")]
    [InlineData("1,2\n3,NaN\n", "row 1 holds NaN in column 1")]
    public void A_damaged_table_is_refused(string text, string fragment)
    {
        File.WriteAllText(folder.File("t.csv"), text);
        Assert.Contains(fragment, Fault(new(folder.File("t.csv"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 2\n3 4\n5 6\n")]
    [InlineData("1\t2\r\n3\t4\r\n5\t6")]
    [InlineData("x, y\n\n# remark\n1, 2\n 3 ,4\n5,6\n")]
    public void Tables_have_many_forms(string text)
    {
        File.WriteAllText(folder.File("t.csv"), text);
        DataSet data = DataSets.Open(folder.File("t.csv"));
        Assert.Equal((3, 2), (data.Count, data.Dimension));
        Assert.Equal([3, 4], data.Columns!.Shift.Select(value => Math.Round(value, 12)));
    }

    [Theory]
    [InlineData("2,6", null, null)]
    [InlineData("2,2,3", null, "2 3 1")]
    [InlineData("2,4,5,3", null, "4 5 3")]
    [InlineData("2,3,4,5", null, "4 5 3")]
    [InlineData("2,1,4,5", null, "4 5 1")]
    [InlineData("2,4,5,2", DataLayout.ChannelsLast, "4 5 2")]
    [InlineData("2,3,4,3", DataLayout.ChannelsFirst, "4 3 3")]
    [InlineData("2,2,3", DataLayout.Rows, null)]
    public void The_shape_tells_rows_from_pictures(string shape, DataLayout? layout, string? image)
    {
        int[] axes = [.. shape.Split(',').Select(int.Parse)];
        DataSet data = DataSets.Open(new DataRequest(Save(axes), null, layout));
        Assert.Equal(image, data.Image is { } picture ? $"{picture.Height} {picture.Width} {picture.Channels}" : null);
        Assert.Equal(axes[1..].Aggregate(1, (product, axis) => product * axis), data.Dimension);
        if (data.Image is { Channels: 3 } && (layout == DataLayout.ChannelsFirst || (layout is null && axes[1] == 3)))
        {
            // Channel c of pixel p was number c · pixels + p of its picture.
            int pixels = data.Dimension / 3;
            for (int row = 0; row < data.Count; row++)
            {
                Assert.Equal(Enumerable.Range(0, data.Dimension).Select(i => (float)((row * data.Dimension) + (i % 3 * pixels) + (i / 3))), data[row].ToArray());
            }
        }
    }

    [Theory]
    [InlineData("2,3,4,3", null, "does not tell what its axes are; give --layout")]
    [InlineData("2,4,5,2", null, "does not tell what its axes are")]
    [InlineData("2,2,2,2,3", null, "does not tell")]
    [InlineData("2,6", DataLayout.HeightWidth, "has not the 3 axes that the layout asks for")]
    [InlineData("2,2,3", DataLayout.ChannelsLast, "has not the 4 axes")]
    public void A_shape_that_does_not_tell_is_asked_about(string shape, DataLayout? layout, string fragment) =>
        Assert.Contains(fragment, Fault(new(Save([.. shape.Split(',').Select(int.Parse)]), null, layout)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.0, 1.0, 0.5, 0.5)]
    [InlineData(-0.5, 0.25, 0, 1)]
    [InlineData(0.0, 200.0, 127.5, 127.5)]
    [InlineData(-300.0, 100.0, -100, 200)]
    public void Pixels_of_other_types_are_scaled_by_their_range(double least, double most, double shift, double scale)
    {
        using (var writer = new NpyWriter<double>(folder.File("p.npy"), 3, 1, 2))
        {
            writer.Append([least, most, most, least, least, least]);
            writer.Commit();
        }

        Assert.Equal(new DataScaling(shift, scale), DataSets.Open(folder.File("p.npy")).Scaling);
    }

    private string Save(int[] axes)
    {
        using var writer = new NpyWriter<float>(folder.File("s.npy"), [.. axes.Select(axis => (long)axis)]);
        writer.Append([.. Enumerable.Range(0, axes.Aggregate(1, (product, axis) => product * axis)).Select(i => (float)i)]);
        writer.Commit();
        return folder.File("s.npy");
    }

    private static string Fault(DataRequest request) => Assert.Throws<DataFileException>(() => DataSets.Open(request)).Message;
}
