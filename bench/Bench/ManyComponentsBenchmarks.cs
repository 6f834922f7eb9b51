using BenchmarkDotNet.Attributes;
using ScoreSde.MatrixKernels;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Bench;

/// <summary>The exact score of 1,438 components in 64 dimensions, as <c>data:digits,h</c> has, beside two products with their means at the rate of the packed kernels.</summary>
public unsafe class ManyComponentsBenchmarks
{
    private const int Rows = 256;
    private const int Components = 1438;
    private const int Dimension = 64;

    private readonly VariancePreserving process = new(new LinearSchedule(0.1, 20));
    private IScoreFunction<Tile<float>> score = null!;
    private Tile<float> x = null!;
    private Tile<float> epsilon = null!;
    private AlignedBuffer<float> left = null!;
    private AlignedBuffer<float> middle = null!;
    private AlignedBuffer<float> result = null!;
    private PackedMatrix<float> means = null!;
    private PackedMatrix<float> transposed = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        float[] rows = [.. Enumerable.Range(0, Components * Dimension).Select(_ => (2 * random.NextSingle()) - 1)];
        score = new GaussianMixture([.. rows.Chunk(Dimension).Select(static row => Gaussian.Isotropic([.. row.Select(static value => (double)value)], 0.01))]).Score<float>();
        var space = new TileSpace<float>(Rows, Dimension);
        (x, epsilon) = (space.Allocate(), space.Allocate());
        for (int i = 0; i < x.Values.Length; i++)
        {
            x.Values[i] = (2 * random.NextSingle()) - 1;
        }

        left = new AlignedBuffer<float>(Rows * Dimension);
        x.Values.CopyTo(left.Span);
        means = new PackedMatrix<float>(Dimension, Components);
        means.Pack(rows, 0, Dimension);
        transposed = new PackedMatrix<float>(Components, Dimension);
        transposed.Pack(rows, 0, Components);
        middle = new AlignedBuffer<float>(Rows * means.PaddedColumns);
        result = new AlignedBuffer<float>(Rows * transposed.PaddedColumns);
    }

    [Benchmark(Baseline = true)]
    public void TwoProducts()
    {
        ProductTask<float> first = ProductTask<float>.Of(
            Rows, PanelView<float>.Panelled(left.Pointer, Rows), means, default, PanelView<float>.Panelled(middle.Pointer, Rows));
        MatrixProduct.Run(in first);
        ProductTask<float> second = ProductTask<float>.Of(
            Rows, PanelView<float>.Panelled(middle.Pointer, Rows), transposed, default, PanelView<float>.Panelled(result.Pointer, Rows));
        MatrixProduct.Run(in second);
    }

    [Benchmark]
    public void ExactScore() => score.Evaluate(x, process.At(0.5), epsilon);
}
