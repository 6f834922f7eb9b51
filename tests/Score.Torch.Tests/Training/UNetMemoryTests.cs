using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Torch.Training;

namespace ScoreSde.Tests.Training;

/// <summary>The plan of memory by numbers made by hand.</summary>
public sealed class UNetMemoryTests
{
    // Levels of 12 × 8, 6 × 4 and 3 × 2 pixels, of 6, 18 and 12 channels; attention in the first and the last.
    private static readonly UNetSettings Settings = new(new ImageShape(12, 8, 3), 6, [1, 3, 2], 2, [0, 2], 3, 8, 4);

    /// <summary>A single level of one block: embedding, input, one block down, two and attention in the middle, two up with a skip each, output.</summary>
    [Fact]
    public void Numbers_of_a_small_network_are_counted_by_hand()
    {
        const int Embedding = (8 * 4) + 8 + (8 * 8) + 8;
        const int Input = (2 * 1 * 9) + 2;
        const int Block = 4 + (2 * 2 * 9) + 2 + (2 * 8) + 2 + 4 + (2 * 2 * 9) + 2;
        const int Attention = 4 + (6 * 2) + 6 + (2 * 2) + 2;
        const int Joined = 8 + (2 * 4 * 9) + 2 + (2 * 8) + 2 + 4 + (2 * 2 * 9) + 2 + (2 * 4) + 2;
        const int Output = 4 + (1 * 2 * 9) + 1;
        var settings = new UNetSettings(new ImageShape(2, 3, 1), 2, [1], 1, [], 1, 4, 0);
        const long Count = Embedding + Input + (3 * Block) + Attention + (2 * Joined) + Output;
        Assert.Equal(Count, UNetMemory.ParameterCount(settings));

        // Classes add a row each and one for none.
        Assert.Equal(Count + (4 * 8), UNetMemory.ParameterCount(settings with { Classes = 3 }));

        // Four bytes, eight copies, and seven more where the device works in this memory.
        Assert.Equal(32.0 * Count, UNetMemory.OfNetwork(settings, isHere: false));
        Assert.Equal(60.0 * Count, UNetMemory.OfNetwork(settings, isHere: true));
    }

    [Fact]
    public void Rows_keep_14_maps_a_block_and_the_pairs_of_pixels_of_attention()
    {
        const double Maps = 5 * 14 * ((6.0 * 96) + (18 * 24) + (12 * 6));
        const double Pairs = 2 * 5 * ((96.0 * 96) + (6 * 6));
        Assert.Equal(4 * 7 * (Maps + Pairs), UNetMemory.OfRows(Settings, 7));
        Assert.Equal(4 * 7 * Maps, UNetMemory.OfRows(Settings with { AttentionLevels = [] }, 7));
        Assert.Equal(4 * (Maps + (2 * 5 * 24 * 24)), UNetMemory.OfRows(Settings with { AttentionLevels = [1] }, 1));
        Assert.Equal(4 * 3 * 14 * 4.0 * 15, UNetMemory.OfRows(new UNetSettings(new ImageShape(3, 5, 2), 4, [1], 1, [], 1, 4, 0), 1));
        Assert.Throws<ArgumentNullException>(static () => UNetMemory.OfRows(null!, 1));
    }

    /// <summary>Where pictures have more pixels than an int can count pairs of.</summary>
    [Fact]
    public void Large_pictures_do_not_overflow()
    {
        var settings = new UNetSettings(new ImageShape(65_536, 65_536), 4096, [64], 1, [0], 1, 4, 0);
        const double Pixels = 4294967296;
        Assert.Equal(4 * 100 * ((3 * 14 * 262_144 * Pixels) + (2 * 3 * Pixels * Pixels)), UNetMemory.OfRows(settings, 100));
    }
}
