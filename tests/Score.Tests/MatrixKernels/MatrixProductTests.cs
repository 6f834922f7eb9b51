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
        AlignedBuffer<T> start = Buffer<T>(rows * (int)task.ResultStride, 4);
        foreach (nint startRow in new[] { -1, 0, task.ResultStride })
        {
            task.Start = startRow < 0 ? null : start.Pointer;
            task.StartRow = Math.Max(0, startRow);
            foreach (LaneWidth width in Widths)
            {
                result.Span.Fill(T.NaN);
                MatrixProduct.Run(in task, width);
                for (int row = 0; row < rows; row++)
                {
                    for (int column = 0; column < columns; column++)
                    {
                        T sum = startRow < 0 ? T.Zero : start.Span[(int)(row * startRow) + column];
                        for (int k = 0; k < inner; k++)
                        {
                            sum = T.FusedMultiplyAdd(left.Span[(row * inner) + k], matrix[(k * columns) + column], sum);
                        }

                        Assert.Equal(sum, result.Span[(int)(row * task.ResultStride) + column]);
                    }
                }
            }
        }
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
        packed.Pack(matrix);
        left = Buffer<T>(rows * inner, 8);
        result = Buffer<T>(rows * packed.PaddedColumns, 9);
        buffers.Add(packed);
        ProductTask<T> task = ProductTask<T>.Of(rows, left.Pointer, inner, packed, null, 0);
        task.Result = result.Pointer;
        return task;
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
