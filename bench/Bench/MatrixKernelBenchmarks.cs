using BenchmarkDotNet.Attributes;
using MathNet.Numerics.LinearAlgebra;
using ScoreSde.MatrixKernels;

namespace ScoreSde.Bench;

/// <summary>A layer's product, 256 rows by a square weight matrix: packed kernels, MathNet's managed provider, the triple loop.</summary>
public unsafe class MatrixKernelBenchmarks
{
    private const int Rows = 256;
    private AlignedBuffer<float> left = null!;
    private AlignedBuffer<float> result = null!;
    private PackedMatrix<float> right = null!;
    private float[] weights = null!;
    private Matrix<float> matrixLeft = null!;
    private Matrix<float> matrixRight = null!;
    private Matrix<float> matrixResult = null!;

    [Params(128, 512)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, Rows * Width).Select(_ => random.NextSingle())];
        weights = [.. Enumerable.Range(0, Width * Width).Select(_ => random.NextSingle())];
        left = new AlignedBuffer<float>(Rows * Width);
        values.CopyTo(left.Span);
        right = new PackedMatrix<float>(Width, Width);
        right.Pack(weights, 0, Width);
        result = new AlignedBuffer<float>(Rows * right.PaddedColumns);
        matrixLeft = Matrix<float>.Build.Dense(Rows, Width, values);
        matrixRight = Matrix<float>.Build.Dense(Width, Width, weights);
        matrixResult = Matrix<float>.Build.Dense(Rows, Width);
        MathNet.Numerics.Control.UseSingleThread();
    }

    [Benchmark(Baseline = true)]
    public void MathNetManaged() => matrixLeft.Multiply(matrixRight, matrixResult);

    [Benchmark]
    public void PackedKernels()
    {
        ProductTask<float> task = ProductTask<float>.Of(
            Rows, PanelView<float>.Panelled(left.Pointer, Rows), right, default, PanelView<float>.Panelled(result.Pointer, Rows));
        MatrixProduct.Run(in task);
    }

    [Benchmark]
    public void TripleLoop()
    {
        Span<float> a = left.Span;
        Span<float> c = result.Span;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                float sum = 0;
                for (int k = 0; k < Width; k++)
                {
                    sum += a[(row * Width) + k] * weights[(k * Width) + column];
                }

                c[(row * Width) + column] = sum;
            }
        }
    }
}
