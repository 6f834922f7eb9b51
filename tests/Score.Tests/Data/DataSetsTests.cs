using ScoreSde.Data;

namespace ScoreSde.Tests.Data;

public sealed class DataSetsTests
{
    [Fact]
    public void Every_name_opens() =>
        Assert.All(DataSets.Names, name => Assert.Equal(name, DataSets.Open(name, syntheticCount: 10).Name));

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_that_exist()
    {
        string message = Assert.Throws<DataFileException>(() => DataSets.Open("digts")).Message;
        Assert.All(DataSets.Names.Prepend("digts"), name => Assert.Contains(name, message, StringComparison.Ordinal));
    }
}
