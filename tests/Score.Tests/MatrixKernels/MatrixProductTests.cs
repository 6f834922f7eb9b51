using System.Numerics;
using ScoreSde.Lanes;
using ScoreSde.MatrixKernels;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.MatrixKernels;

public sealed unsafe class MatrixProductTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.One, LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    // A task holds bare pointers: whoever makes one keeps its buffers.
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

            shapes.Add(13, 65, 64);
            shapes.Add(1, 96, 3);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_sums_have_the_bits_of_one_chain_of_fused_multiply_adds(int rows, int columns, int inner) =>
        CompareSums<float>(rows, columns, inner);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double_sums_have_the_bits_of_one_chain_of_fused_multiply_adds(int rows, int columns, int inner) =>
        CompareSums<double>(rows, columns, inner);

    [Fact]
    public void The_fused_float_epilogue_has_the_same_bits_at_every_width_and_is_its_formula() => CompareEpilogue<float>(1e-6);

    [Fact]
    public void The_fused_double_epilogue_has_the_same_bits_at_every_width_and_is_its_formula() => CompareEpilogue<double>(1e-14);

    [Fact]
    public void A_result_in_panels_has_the_bits_of_one_in_rows()
    {
        ProductTask<float> task = Task<float>(11, 70, 20, out AlignedBuffer<float> rowMajor, out _, out _);
        AlignedBuffer<float> start = Buffer<float>(11 * 96, 4);
        AlignedBuffer<float> result = Buffer<float>(11 * 96, 5);
        AlignedBuffer<float> activated = Buffer<float>(11 * 96, 6);
        AlignedBuffer<float> panelledActivated = Buffer<float>(11 * 96, 7);
        task.Start = PanelView<float>.RowMajor(start.Pointer, 96);
        task.Activated = activated.Pointer;
        MatrixProduct.Run(in task);
        task.Start = PanelView<float>.Panelled(Panelled(start, 11, 96).Pointer, 11);
        task.Result = PanelView<float>.Panelled(result.Pointer, 11);
        task.Activated = panelledActivated.Pointer;
        MatrixProduct.Run(in task);
        Assert.Equal(Panelled(rowMajor, 11, 96).Span.ToArray(), result.Span.ToArray());
        Assert.Equal(Panelled(activated, 11, 96).Span.ToArray(), panelledActivated.Span.ToArray());
    }

    [Fact]
    public void The_default_width_has_the_bits_of_every_width()
    {
        ProductTask<float> task = Task<float>(9, 50, 20, out AlignedBuffer<float> result, out _, out _);
        MatrixProduct.Run(in task);
        float[] expected = result.Span.ToArray();
        result.Span.Clear();
        MatrixProduct.Run(in task, LaneWidth.One);
        Assert.Equal(expected, result.Span.ToArray());
    }

    [Fact]
    public void Buffers_start_on_a_cache_line_and_hold_zeros()
    {
        for (int length = 1; length < 40; length++)
        {
            var buffer = new AlignedBuffer<float>(length);
            Assert.Equal(0u, (nuint)buffer.Pointer % 64);
            Assert.Equal(length, buffer.Span.Length);
            buffer.Span[^1] = 3;
            Assert.Equal(3, buffer.Pointer[length - 1]);
            Assert.All(buffer.Span[..^1].ToArray(), value => Assert.Equal(0, value));
        }
    }

    private void CompareSums<T>(int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ProductTask<T> task = Task<T>(rows, columns, inner, out AlignedBuffer<T> result, out T[] matrix, out AlignedBuffer<T> left);
        int stride = task.Columns;
        AlignedBuffer<T> start = Buffer<T>(rows * stride, 4);
        AlignedBuffer<T> panelledLeft = Panelled(left, rows, inner);
        PanelView<T>[] lefts = [task.Left, PanelView<T>.Panelled(panelledLeft.Pointer, rows)];
        foreach (int startRow in new[] { -1, 0, stride })
        {
            task.Start = startRow < 0 ? default : PanelView<T>.RowMajor(start.Pointer, startRow);
            foreach (PanelView<T> view in lefts)
            {
                task.Left = view;
                foreach (LaneWidth width in Widths)
                {
                    result.Span.Fill(T.NaN);
                    MatrixProduct.Run(in task, width);
                    for (int row = 0; row < rows; row++)
                    {
                        for (int column = 0; column < columns; column++)
                        {
                            T sum = startRow < 0 ? T.Zero : start.Span[(row * startRow) + column];
                            for (int k = 0; k < inner; k++)
                            {
                                sum = T.FusedMultiplyAdd(left.Span[(row * inner) + k], matrix[(k * columns) + column], sum);
                            }

                            Assert.Equal(sum, result.Span[(row * stride) + column]);
                        }
                    }
                }
            }
        }
    }

    // The same matrix with its panels one after the other.
    private AlignedBuffer<T> Panelled<T>(AlignedBuffer<T> matrix, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AlignedBuffer<T> panelled = Buffer<T>(rows * Panels.Padded<T>(columns), 10);
        PanelView<T> view = PanelView<T>.Panelled(panelled.Pointer, rows);
        for (int i = 0; i < rows * columns; i++)
        {
            *(view.Column(i % columns) + (i / columns * view.Row)) = matrix.Span[i];
        }

        return panelled;
    }

    private void CompareEpilogue<T>(double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ProductTask<T> task = Task<T>(8, 45, 6, out AlignedBuffer<T> result, out _, out _);
        MatrixProduct.Run(in task);
        T[] sums = result.Span.ToArray();
        AlignedBuffer<T> slope = Buffer<T>(sums.Length, 5);
        AlignedBuffer<T> residual = Buffer<T>(sums.Length, 6);
        var activated = new AlignedBuffer<T>(sums.Length);
        task.PreActivation = slope.Pointer;
        task.Residual = residual.Pointer;
        task.Activated = activated.Pointer;
        List<(T[] Result, T[] Activated)> all = [];
        foreach (LaneWidth width in Widths)
        {
            MatrixProduct.Run(in task, width);
            all.Add((result.Span.ToArray(), activated.Span.ToArray()));
        }

        Assert.All(all, one => Assert.Equal(all[0].Result, one.Result));
        Assert.All(all, one => Assert.Equal(all[0].Activated, one.Activated));
        for (int i = 0; i < sums.Length; i++)
        {
            double h = double.CreateTruncating(slope.Span[i]);
            double gate = 1 / (1 + Math.Exp(-h));
            double value = (double.CreateTruncating(sums[i]) * gate * (1 + (h * (1 - gate)))) + double.CreateTruncating(residual.Span[i]);
            Assert.Equal(value, double.CreateTruncating(all[0].Result[i]), tolerance);
            Assert.Equal(value / (1 + Math.Exp(-value)), double.CreateTruncating(all[0].Activated[i]), tolerance);
        }
    }

    private ProductTask<T> Task<T>(
        int rows, int columns, int inner, out AlignedBuffer<T> result, out T[] matrix, out AlignedBuffer<T> left)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        matrix = TestNetworks.Batch<T>(inner * columns, 7);
        var packed = new PackedMatrix<T>(inner, columns);
        packed.Pack(matrix, 0, inner);
        left = Buffer<T>(rows * inner, 8);
        result = Buffer<T>(rows * packed.PaddedColumns, 9);
        buffers.Add(packed);
        return ProductTask<T>.Of(
            rows, PanelView<T>.RowMajor(left.Pointer, inner), packed, default, PanelView<T>.RowMajor(result.Pointer, packed.PaddedColumns));
    }

    private AlignedBuffer<T> Buffer<T>(int length, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var buffer = new AlignedBuffer<T>(length);
        TestNetworks.Batch<T>(length, seed).CopyTo(buffer.Span);
        buffers.Add(buffer);
        return buffer;
    }
}
