using ScoreSde.Networks;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>How a network is cut into pieces of work: every number once, whatever the shape.</summary>
public sealed class ParameterCutsTests
{
    // Matrices of more than one piece: 300 × 300, 300 × 70, 130 × 300; and rows of more than 16384 numbers.
    private static readonly MlpSettings[] Shapes = [new(130, 300, 1, 70, 2), new(3, 5, 2, 4, 0), new(20000, 3, 1, 2, 0)];

    [Fact]
    public void Slices_hold_every_number_once_and_at_most_16384()
    {
        foreach (MlpSettings shape in Shapes)
        {
            var network = new ResidualMlp<float>(shape, 1);
            foreach (IGrouping<int, (int Parameter, int First, int Length)> slices in ParameterSlices.Of(network).GroupBy(slice => slice.Parameter))
            {
                Whole(slices.Select(slice => (slice.First, slice.Length)), network.Parameters[slices.Key].Values.Length);
                Assert.All(slices, slice => Assert.InRange(slice.Length, 1, 16384));
                Assert.All(slices.SkipLast(1), slice => Assert.Equal(16384, slice.Length));
            }
        }
    }

    [Fact]
    public void Blocks_hold_every_row_once_and_are_whole_panels_of_about_16384_numbers()
    {
        foreach (MlpSettings shape in Shapes)
        {
            var network = new ResidualMlp<float>(shape, 1);
            foreach (IGrouping<int, (int Parameter, int FirstRow, int Rows)> blocks in ParameterBlocks.Of(network).GroupBy(block => block.Parameter))
            {
                Parameter<float> parameter = network.Parameters[blocks.Key];
                int columns = parameter.Values.Length / parameter.Shape[0];
                Whole(blocks.Select(block => (block.FirstRow, block.Rows)), parameter.Shape[0]);
                int rows = Math.Max(32, 16384 / columns / 32 * 32);
                Assert.All(blocks.SkipLast(1), block => Assert.Equal(rows, block.Rows));
                Assert.InRange(blocks.Last().Rows, 1, rows);
            }
        }
    }

    private static void Whole(IEnumerable<(int First, int Length)> pieces, int length)
    {
        int place = 0;
        foreach ((int first, int count) in pieces)
        {
            Assert.Equal(place, first);
            place += count;
        }

        Assert.Equal(length, place);
    }
}
