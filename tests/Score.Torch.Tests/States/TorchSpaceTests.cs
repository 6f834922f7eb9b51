using ScoreSde.Noise;
using ScoreSde.States;
using ScoreSde.Torch;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.States;
using TorchSharp;

namespace ScoreSde.Tests.States;

/// <summary>The same operations on tensors and on the CPU's tiles, from the same numbers.</summary>
public sealed class TorchSpaceTests
{
    private const int Rows = 5;
    private const int Dimension = 7;
    private const long First = 1000;

    public static TheoryData<NoiseSource> Sources { get; } = [NoiseSource.Host, NoiseSource.Device];

    [TorchTheory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 1)]
    public void Combinations_are_those_of_tiles_whichever_states_are_the_target(int a, int b, int c)
    {
        using var pair = new SpacePair(NoiseSource.Host);
        pair.Tiles.Combine(pair.Tile[0], (1, pair.Tile[a]), (-0.5, pair.Tile[b]), (1.0 / 3, pair.Tile[c]));
        pair.Space.Combine(pair.State[0], (1, pair.State[a]), (-0.5, pair.State[b]), (1.0 / 3, pair.State[c]));
        pair.AssertSame(1e-15);
    }

    [TorchTheory]
    [MemberData(nameof(Sources))]
    public void Noise_is_that_of_tiles(NoiseSource source)
    {
        using var pair = new SpacePair(source);
        var key = new NoiseKey(9, 4, NoisePurpose.Churn);
        pair.Tiles.FillNormal(pair.Tile[0], 0.3, key);
        pair.Space.FillNormal(pair.State[0], 0.3, key);
        pair.Tiles.AddNormal(pair.Tile[1], -2, key);
        pair.Space.AddNormal(pair.State[1], -2, key);
        pair.AssertSame(4e-15);
    }

    [TorchTheory]
    [MemberData(nameof(Sources))]
    public void Noise_whose_variance_differs_from_number_to_number_is_that_of_tiles(NoiseSource source)
    {
        using var pair = new SpacePair(source);
        var key = new NoiseKey(9, 4, NoisePurpose.Step);
        foreach (NumberVariance variance in new[] { new NumberVariance(0.7, -0.2, 0.1), new NumberVariance(0.7, -0.2, IsLogarithm: true), new NumberVariance(0.7, -0.2, 0.9, IsLogarithm: true) })
        {
            pair.Tiles.AddNormal(pair.Tile[0], pair.Tile[1], variance, pair.Tile[2], key);
            pair.Space.AddNormal(pair.State[0], pair.State[1], variance, pair.State[2], key);
            pair.AssertSame(1e-14);
        }
    }

    [TorchTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_by_the_ratio_of_norms_are_those_of_tiles_and_leave_rows_alone_whose_denominator_is_0(int power)
    {
        using var pair = new SpacePair(NoiseSource.Host);
        pair.Tile[3].Row(2).Clear();
        using (Tensor row = pair.State[3][2])
        {
            row.zero_();
        }

        pair.Tiles.AddByNormRatio(pair.Tile[0], 0.7, pair.Tile[1], pair.Tile[2], pair.Tile[3], power);
        pair.Space.AddByNormRatio(pair.State[0], 0.7, pair.State[1], pair.State[2], pair.State[3], power);
        pair.AssertSame(1e-14);
    }

    [TorchFact]
    public void Norms_of_large_floats_do_not_overflow()
    {
        using var space = new TorchSpace(1, 2, torch.float32, torch.CPU);
        Tensor x = space.Allocate().fill_(1);
        Tensor large = space.Allocate().fill_(1e30f);
        space.AddByNormRatio(x, 2, x, large, large, 2);
        Assert.Equal([3f, 3f], OnTensors.Values<float>(x));
    }

    [TorchFact]
    public void An_empty_combination_and_half_precision_are_refused()
    {
        using var space = new TorchSpace(1, 2, torch.float32, torch.CPU);
        Tensor x = space.Allocate();
        Assert.Throws<ArgumentException>(() => space.Combine(x));
        Assert.Throws<ArgumentException>(() => new TorchSpace(1, 2, torch.float16, torch.CPU).Dispose());
    }

    private sealed class SpacePair : IDisposable
    {
        public SpacePair(NoiseSource source)
        {
            Space = new TorchSpace(Rows, Dimension, torch.float64, torch.CPU, source);
            Space.MoveTo(First);
            Tiles.MoveTo(First, Rows);
            for (int i = 0; i < 4; i++)
            {
                Tile[i] = Tiles.Allocate();
                Tiles.FillNormal(Tile[i], 1, new NoiseKey(1, (uint)i, NoisePurpose.Data));
                State[i] = Space.Allocate();
                using Tensor values = torch.tensor(Tile[i].Values.ToArray()).reshape(Rows, Dimension);
                State[i].copy_(values);
            }
        }

        public TileSpace<double> Tiles { get; } = new(Rows, Dimension);

        public TorchSpace Space { get; }

        public Tile<double>[] Tile { get; } = new Tile<double>[4];

        public Tensor[] State { get; } = new Tensor[4];

        public void AssertSame(double tolerance)
        {
            for (int i = 0; i < 4; i++)
            {
                Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(State[i]), Tile[i].Values), 0, tolerance);
            }
        }

        public void Dispose() => Space.Dispose();
    }
}
