using ScoreSde.Data;
using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>The parts of a U-Net: as many blocks as are asked for, each on what comes to it and joins from the other side.</summary>
public sealed class UNetLayoutTests
{
    /// <summary>Two levels of 4 and 8 maps by hand: block, maps in and out, whether there is attention.</summary>
    [Fact]
    public void Each_block_takes_what_comes_and_what_joins()
    {
        var layout = new UNetLayout(new UNetSettings(new ImageShape(4, 4, 1), 4, [1, 2], 1, [1], 2, 6, 3));
        Assert.Equal(
            [
                "down.0.blocks.0 4 4", "down.1.blocks.0 4 8 down.1.attention.0", "middle.0 8 8 middle.1", "middle.2 8 8",
                "up.1.blocks.0 16 8 up.1.attention.0", "up.1.blocks.1 12 8 up.1.attention.1", "up.0.blocks.0 12 4", "up.0.blocks.1 8 4",
            ],
            layout.Blocks.Select(block =>
            {
                int[] shape = layout.Entries.Single(entry => entry.Name == $"{block.Name}.conv1.weight").Shape;
                Assert.Equal(block.HasSkip, shape[0] != shape[1]);
                Assert.Equal(block.HasSkip, layout.Entries.Any(entry => entry.Name == $"{block.Name}.skip.weight"));
                return $"{block.Name} {shape[1]} {shape[0]}{(block.Attention is { } attention ? $" {attention}" : "")}";
            }));
        Assert.Equal([4, 16], layout.Entries.Single(static entry => entry.Name == "class.weight").Shape);
        Assert.Equal([16, 6], layout.Entries.Single(static entry => entry.Name == "time.0.weight").Shape);
        Assert.Equal([8, 8, 3, 3], layout.Entries.Single(static entry => entry.Name == "up.1.sample.weight").Shape);
        Assert.Equal([4, 4, 3, 3], layout.Entries.Single(static entry => entry.Name == "down.0.sample.weight").Shape);
        Assert.Equal([1, 4, 3, 3], layout.Entries.Single(static entry => entry.Name == "output.weight").Shape);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void There_are_as_many_levels_and_blocks_as_asked_for(int levels, int blocks)
    {
        var layout = new UNetLayout(new UNetSettings(new ImageShape(8, 8, 3), 8, [.. Enumerable.Range(1, levels)], blocks, [], 8, 8, 0));
        Assert.Equal(Enumerable.Repeat(blocks, levels), layout.Down.Select(static level => level.Blocks.Count));
        Assert.Equal(Enumerable.Repeat(blocks + 1, levels), layout.Up.Select(static level => level.Blocks.Count));
        Assert.Equal(2, layout.Middle.Blocks.Count);
        Assert.Equal([.. Enumerable.Repeat(true, levels - 1), false], layout.Down.Select(static level => level.Sample is not null));
        Assert.Equal([.. Enumerable.Repeat(true, levels - 1), false], layout.Up.Select(static level => level.Sample is not null));
        Assert.Equal(layout.Entries.Count, layout.Entries.Select(static entry => entry.Name).Distinct().Count());
        Assert.DoesNotContain(layout.Entries, static entry => entry.Name.StartsWith("class", StringComparison.Ordinal));
    }
}
