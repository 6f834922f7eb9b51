using ScoreSde.MatrixKernels;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.MatrixKernels;

public sealed unsafe class ColumnSumsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(64)]
    public void Sums_are_made_from_zero_in_the_order_of_rows_and_added_to_what_is_there(int rows)
    {
        const int Stride = 40;
        float[] values = TestNetworks.Batch<float>((rows + 1) * Stride, 1);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row * row % 3)];
        foreach (int label in new[] { -1, 0, 1, 2 })
        {
            float[] totals = TestNetworks.Batch<float>(32, 2);
            float[] expected = [.. totals.Select((total, column) => total + Enumerable.Range(0, rows)
                .Where(row => label < 0 || labels[row] == label)
                .Aggregate(0f, (sum, row) => sum + values[(row * Stride) + column]))];
            fixed (float* from = values)
            fixed (float* to = totals)
            {
                ColumnSums.Add(from, Stride, rows, label < 0 ? [] : labels, label, to);
            }

            Assert.Equal(expected, totals);
        }
    }
}
