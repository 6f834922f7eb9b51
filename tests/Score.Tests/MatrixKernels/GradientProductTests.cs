using ScoreSde.Lanes;
using ScoreSde.MatrixKernels;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.MatrixKernels;

public sealed unsafe class GradientProductTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.One, LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    // A chunk holds bare pointers: whoever makes one keeps its buffers.
    private readonly List<object> buffers = [];

    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int>();
            for (int size = 1; size <= 40; size++)
            {
                shapes.Add((size % 14) + 1, size, (size * 5 % 37) + 1);
            }

            shapes.Add(77, 65, 6);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_chunk_is_one_chain_of_fused_multiply_adds_and_chunks_are_added_in_order(int outputs, int inputs, int rows)
    {
        // The second chunk is stored in panels, the others row by row.
        GradientChunk<float>[] chunks =
        [
            .. new[] { rows, rows, (rows / 2) + 1 }.Select((count, i) => new GradientChunk<float>
            {
                Rows = count,
                Left = View(count, outputs, 2 * i, i == 1),
                Right = View(count, inputs, (2 * i) + 1, i == 1),
            }),
        ];
        var sums = new float[outputs * inputs];
        foreach (GradientChunk<float> chunk in chunks)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                float sum = 0;
                for (int row = 0; row < chunk.Rows; row++)
                {
                    sum = float.FusedMultiplyAdd(At(chunk.Left, row, i / inputs), At(chunk.Right, row, i % inputs), sum);
                }

                sums[i] += sum;
            }
        }

        float[] before = TestNetworks.Batch<float>(sums.Length, 9);
        foreach (LaneWidth width in Widths)
        {
            foreach (bool adds in new[] { false, true })
            {
                float[] result = [.. before];
                Run(chunks, result, inputs, 0, outputs, adds, width);
                Assert.Equal(adds ? before.Zip(sums, (a, b) => a + b) : sums, result);
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 6)]
    [InlineData(7, 10)]
    [InlineData(30, 5)]
    [InlineData(31, 9)]
    public void Some_rows_of_the_result_have_the_bits_of_all_of_them_and_the_others_are_left_alone(int first, int count)
    {
        const int Outputs = 40, Inputs = 35, Rows = 9;
        GradientChunk<float>[] chunks = [new() { Rows = Rows, Left = View(Rows, Outputs, 1, true), Right = View(Rows, Inputs, 2, true) }];
        var all = new float[Outputs * Inputs];
        var some = new float[Outputs * Inputs];
        Run(chunks, all, Inputs, 0, Outputs, false, LaneWidth.Bits512);
        Run(chunks, some, Inputs, first, count, false, LaneWidth.Bits512);
        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal(i / Inputs >= first && i / Inputs < first + count ? all[i] : 0, some[i]);
        }
    }

    private static void Run(
        GradientChunk<float>[] chunks, float[] result, int columns, int first, int rows, bool adds, LaneWidth width)
    {
        fixed (float* target = result)
        {
            var task = new GradientTask<float>
            {
                Chunks = chunks,
                FirstRow = first,
                Rows = rows,
                Columns = columns,
                Result = target,
                Adds = adds,
            };
            GradientProduct.Run(in task, width);
        }
    }

    private static float At(PanelView<float> view, int row, int column) => *(view.Column(column) + (row * view.Row));

    private PanelView<float> View(int rows, int columns, int seed, bool panelled)
    {
        int stride = Panels.Padded<float>(columns);
        var buffer = new AlignedBuffer<float>(rows * stride);
        TestNetworks.Batch<float>(buffer.Length, seed).CopyTo(buffer.Span);
        buffers.Add(buffer);
        return panelled ? PanelView<float>.Panelled(buffer.Pointer, rows) : PanelView<float>.RowMajor(buffer.Pointer, stride);
    }
}
