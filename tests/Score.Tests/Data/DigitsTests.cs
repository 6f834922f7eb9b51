using ScoreSde.Data;

namespace ScoreSde.Tests.Data;

public sealed class DigitsTests
{
    [Fact]
    public void There_are_1797_pictures_of_whole_numbers_from_0_to_16()
    {
        DataSet digits = Digits.Load();
        Assert.Equal((1797, 64, 10), (digits.Count, digits.Dimension, digits.Classes));
        Assert.Equal(new ImageShape(8, 8), digits.Image);
        Assert.All(digits.Values.ToArray(), pixel => Assert.True(pixel is >= 0 and <= 16 && pixel == MathF.Floor(pixel)));
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0], digits[0][..16].ToArray());
        Assert.Equal([0, 1, 2, 3], digits.Labels[..4].ToArray());
    }

    [Fact]
    public void The_file_is_the_published_one()
    {
        DataSet digits = Digits.Load();
        int[] counts = [.. Enumerable.Range(0, 10).Select(label => digits.Labels.ToArray().Count(other => other == label))];
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], counts);
        Assert.Equal(561718, digits.Values.ToArray().Sum(pixel => (double)pixel));
    }

    [Fact]
    public void A_fifth_of_every_class_is_held_out_and_no_row_is_lost_or_doubled()
    {
        DataSet digits = Digits.Load();
        DataSplit split = Digits.Split();
        Assert.Equal(digits.Count, split.Training.Count + split.HeldOut.Count);
        for (int label = 0; label < 10; label++)
        {
            int all = digits.Labels.ToArray().Count(other => other == label);
            Assert.Equal((int)Math.Round(all / 5.0), split.HeldOut.Labels.ToArray().Count(other => other == label));
        }

        string[] union = [.. Rows(split.Training).Concat(Rows(split.HeldOut)).Order(StringComparer.Ordinal)];
        Assert.Equal(Rows(digits).Order(StringComparer.Ordinal), union);
    }

    [Fact]
    public void The_split_is_the_same_for_ever()
    {
        DataSplit split = Digits.Split();
        Assert.Equal("8AC33C28", Fingerprint.Of(split.Training.Values));
        Assert.Equal("D11F27FF", Fingerprint.Of(split.HeldOut.Values));
    }

    [Fact]
    public void Networks_see_pixels_from_minus_one_to_one_and_the_way_back_is_exact()
    {
        DataSet digits = Digits.Load();
        var network = new float[digits.Values.Length];
        digits.Scaling.ToNetwork(digits.Values, network);
        Assert.Equal((-1f, 1f), (network.Min(), network.Max()));
        digits.Scaling.ToNatural(network, network);
        Assert.Equal(digits.Values.ToArray(), network);
    }

    [Fact]
    public void Licence_and_source_travel_with_the_data()
    {
        using Stream licence = typeof(Digits).Assembly.GetManifestResourceStream("data/digits.LICENSE.md")!;
        using var reader = new StreamReader(licence);
        string text = reader.ReadToEnd();
        Assert.Contains("CC BY 4.0", text, StringComparison.Ordinal);
        Assert.Contains("10.24432/C50P49", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Rows(DataSet data) =>
        Enumerable.Range(0, data.Count).Select(row => $"{string.Join(",", data[row].ToArray())}:{data.Labels[row]}");
}
