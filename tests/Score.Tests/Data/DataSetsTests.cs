using ScoreSde.Data;

namespace ScoreSde.Tests.Data;

public sealed class DataSetsTests
{
    [Fact]
    public void Every_name_opens() =>
        Assert.All(DataSets.Names, name => Assert.Equal(name, DataSets.Open(name, syntheticCount: 10).Name));

    [Fact]
    public void Every_name_opens_in_two_parts_without_a_common_row()
    {
        Assert.All(DataSets.Names, name =>
        {
            DataSplit split = DataSets.Split(name, syntheticCount: 100);
            Assert.Equal(DataSets.Open(name, syntheticCount: 100).Count, split.Training.Count + split.HeldOut.Count);
            Assert.Empty(Rows(split.Training).Intersect(Rows(split.HeldOut)));
        });
        Assert.Equal(20, DataSets.Split("moons", syntheticCount: 100).HeldOut.Count);
        Assert.Equal("D11F27FF", Fingerprint.Of(DataSets.Split("digits").HeldOut.Values));
    }

    [Fact]
    public void Too_few_rows_to_split_are_named() =>
        Assert.Contains("too few", Assert.Throws<DataFileException>(() => DataSets.Split("moons", 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_that_exist()
    {
        string message = Assert.Throws<DataFileException>(() => DataSets.Open("digts")).Message;
        Assert.All(DataSets.Names.Prepend("digts"), name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Rows(DataSet data) => Enumerable.Range(0, data.Count).Select(row => string.Join(",", data[row].ToArray()));
}
