using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Networks;

/// <summary>What a network does at once, against one row and one product at a time: the bits must be the same.</summary>
public sealed class NetworkScoreRowsTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly MlpSettings Settings = new(Dimension: 3, Width: 20, Depth: 2, TimeFeatures: 6, Classes: 4);

    [Theory]
    [InlineData(Parametrisation.Noise)]
    [InlineData(Parametrisation.Velocity)]
    public void Rows_with_levels_of_their_own_have_the_bits_that_they_have_alone(Parametrisation prediction)
    {
        const int Rows = 410;
        var score = new NetworkScore<float>(TestNetworks.Create<float>(Settings), prediction, sample => (int)(sample % 5) - 1);
        NoiseLevel[] levels = [.. Enumerable.Range(0, Rows).Select(row => Process.At((row % 37 + 1) / 37.0))];
        long[] samples = [.. Enumerable.Range(0, Rows).Select(row => 7L * (Rows - row))];
        var space = new TileSpace<float>(Rows, 3);
        (Tile<float> x, Tile<float> epsilon) = (space.Allocate(), space.Allocate());
        TestNetworks.Batch<float>(Rows * 3, 21).CopyTo(x.Values);
        score.Evaluate(x, levels, samples, epsilon);
        var one = new TileSpace<float>(1, 3);
        (Tile<float> alone, Tile<float> expected) = (one.Allocate(), one.Allocate());
        for (int row = 0; row < Rows; row++)
        {
            one.MoveTo(samples[row], 1);
            x.Row(row).CopyTo(alone.Values);
            score.Evaluate(alone, levels[row], expected);
            Assert.Equal(expected.Values.ToArray(), epsilon.Row(row).ToArray());
        }
    }

    [Fact]
    public void Adaptive_samples_are_those_of_a_network_that_is_asked_row_by_row_in_any_tile_on_any_thread()
    {
        var score = new NetworkScore<float>(TestNetworks.Create<float>(Settings), Parametrisation.Velocity, sample => (int)(sample % 4));
        foreach (Func<Tolerance, IAdaptiveMethod> make in KnownAdaptiveMethods.All)
        {
            IAdaptiveMethod method = make(new Tolerance(3e-2, 3e-2));
            AdaptiveSamples<float> expected = Run(new Plain(score), 1, 0);
            Same(Run(score, 1, 0));
            Same(Run(score, 3, 11));
            AdaptiveSamples<float> Run(IScoreFunction<Tile<float>> asked, int threads, int rows) => AdaptiveSampler.Sample(
                Process, asked, method, 130, 4, new SamplerOptions { Threads = threads, TileRows = rows, FirstSample = 3 });

            void Same(AdaptiveSamples<float> actual)
            {
                Assert.Equal(expected.Values, actual.Values);
                Assert.Equal(expected.Costs, actual.Costs);
                Assert.Equal(expected.Evaluations, actual.Evaluations);
            }
        }
    }

    [Theory]
    [InlineData(3, 20, 2, Parametrisation.Velocity)]
    [InlineData(40, 33, 0, Parametrisation.Noise)]
    [InlineData(17, 8, 1, Parametrisation.Data)]
    public void What_shares_a_pass_forwards_has_the_bits_of_single_calls(int dimension, int width, int depth, Parametrisation prediction)
    {
        Compare<float>(dimension, width, depth, prediction);
        Compare<double>(dimension, width, depth, prediction);
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_time()
    {
        var score = new NetworkScore<float>(TestNetworks.Create<float>(Settings), Parametrisation.Velocity, sample => (int)(sample % 4));
        var space = new TileSpace<float>(410, 3);
        Tile<float>[] tiles = [.. Enumerable.Range(0, 6).Select(_ => space.Allocate())];
        NoiseLevel[] levels = [.. Enumerable.Range(0, 410).Select(row => Process.At((row + 1) / 411.0))];
        long[] samples = [.. Enumerable.Range(0, 410).Select(static row => (long)row)];
        TestNetworks.Batch<float>(410 * 3, 21).CopyTo(tiles[0].Values);
        Assert.Equal(0, Allocations.Of(() =>
        {
            score.Evaluate(tiles[0], levels, samples, tiles[1]);
            score.TryEvaluateWithProducts(tiles[0], levels[7], tiles[1], tiles.AsSpan(2, 2), tiles.AsSpan(4, 2));
            score.TryEvaluateWithDiagonal(tiles[0], levels[9], tiles[1], tiles[2]);
        }));
    }

    private static void Compare<T>(int dimension, int width, int depth, Parametrisation prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Rows = 400;
        var settings = new MlpSettings(dimension, width, depth, 4, 3);
        var score = new NetworkScore<T>(TestNetworks.Create<T>(settings), prediction, sample => (int)(sample % 3));
        var space = new TileSpace<T>(Rows, dimension);
        Tile<T>[] tiles = [.. Enumerable.Range(0, 8).Select(_ => space.Allocate())];
        Tile<T> x = tiles[0];
        for (int i = 0; i < 4; i++)
        {
            TestNetworks.Batch<T>(x.Values.Length, 21 + i).CopyTo(tiles[i].Values);
        }

        NoiseLevel level = Process.At(0.3);
        var counted = new CountingScore<Tile<T>>(score);
        Assert.True(counted.TryEvaluateWithProducts(x, level, tiles[4], tiles.AsSpan(1, 3), tiles.AsSpan(5, 3)));
        Assert.Equal((1, 3), (counted.Evaluations, counted.Products));
        Tile<T> expected = space.Allocate();
        score.Evaluate(x, level, expected);
        Assert.Equal(expected.Values.ToArray(), tiles[4].Values.ToArray());
        for (int k = 0; k < 3; k++)
        {
            score.TransposedJacobianProduct(x, level, tiles[1 + k], expected);
            Assert.Equal(expected.Values.ToArray(), tiles[5 + k].Values.ToArray());
        }

        counted.Reset();
        (Tile<T> epsilon, Tile<T> diagonal, Tile<T> unit) = (tiles[1], tiles[2], tiles[3]);
        Assert.True(counted.TryEvaluateWithDiagonal(x, level, epsilon, diagonal));
        Assert.Equal((1, dimension), (counted.Evaluations, counted.Products));
        Assert.Equal(tiles[4].Values.ToArray(), epsilon.Values.ToArray());
        for (int i = 0; i < dimension; i++)
        {
            unit.Values.Clear();
            for (int row = 0; row < Rows; row++)
            {
                unit.Row(row)[i] = T.One;
            }

            score.TransposedJacobianProduct(x, level, unit, expected);
            for (int row = 0; row < Rows; row++)
            {
                Assert.Equal(expected.Row(row)[i], diagonal.Row(row)[i]);
            }
        }
    }

    /// <summary>The score and nothing else of it.</summary>
    private sealed class Plain(IScoreFunction<Tile<float>> score) : IScoreFunction<Tile<float>>
    {
        public int Dimension => score.Dimension;

        public void Evaluate(Tile<float> x, NoiseLevel level, Tile<float> epsilon) => score.Evaluate(x, level, epsilon);
    }
}
