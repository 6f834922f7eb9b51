using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Networks;

public sealed class NetworkScoreTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly MlpSettings Settings = new(Dimension: 3, Width: 20, Depth: 2, TimeFeatures: 6, Classes: 4);

    [Theory]
    [InlineData(Parametrisation.Noise)]
    [InlineData(Parametrisation.Score)]
    [InlineData(Parametrisation.Data)]
    [InlineData(Parametrisation.Velocity)]
    public void Evaluate_is_the_definition_of_the_prediction(Parametrisation prediction)
    {
        ResidualMlp<double> network = TestNetworks.Create<double>(Settings);
        var plain = new PlainNetwork<double>(network);
        NoiseLevel level = Process.At(0.4);
        double a = level.MeanScale;
        double s = level.Deviation;
        (Tile<double> x, Tile<double> epsilon, _) = Tiles<double>(7, 100);
        new NetworkScore<double>(network, prediction, sample => (int)(sample % 5) - 1).Evaluate(x, level, epsilon);
        for (int row = 0; row < 7; row++)
        {
            double[] y = plain.Evaluate(x.Row(row).ToArray(), level.Lambda, (row % 5) - 1);
            for (int j = 0; j < 3; j++)
            {
                // With x = α x₀ + σ ε each prediction y, made again from the ε returned, must come out as it was.
                double noise = epsilon.Row(row)[j];
                double data = (x.Row(row)[j] - (s * noise)) / a;
                double again = prediction switch
                {
                    Parametrisation.Noise => noise,
                    Parametrisation.Score => -noise / s,
                    Parametrisation.Data => data,
                    _ => (a * noise) - (s * data),
                };
                Assert.Equal(y[j], again, 1e-12);
            }
        }
    }

    /// <summary>One that was trained with every label answers rows with labels as any other, and refuses those without.</summary>
    [Fact]
    public void A_network_that_was_trained_with_every_label_is_asked_with_labels()
    {
        ResidualMlp<double> network = TestNetworks.Create<double>(Settings);
        Assert.Equal("labelOf", Assert.Throws<ArgumentException>(() => new NetworkScore<double>(network, knowsUnlabelled: false)).ParamName);
        (Tile<double> x, Tile<double> known, TileSpace<double> space) = Tiles<double>(7, 100);
        Tile<double> epsilon = space.Allocate();
        NoiseLevel[] levels = [.. Enumerable.Repeat(Process.At(0.4), 7)];
        long[] samples = [.. Enumerable.Range(0, 7).Select(static row => 100L + row)];
        new NetworkScore<double>(network, labelOf: static sample => (int)(sample % 4)).Evaluate(x, levels[0], known);
        var asked = new NetworkScore<double>(network, labelOf: static sample => (int)(sample % 4), knowsUnlabelled: false);
        asked.Evaluate(x, levels[0], epsilon);
        Assert.Equal(known.Values.ToArray(), epsilon.Values.ToArray());
        epsilon.Values.Clear();
        asked.Evaluate(x, levels, samples, epsilon);
        Assert.Equal(known.Values.ToArray(), epsilon.Values.ToArray());
        var unlabelled = new NetworkScore<double>(network, labelOf: static sample => sample == 106 ? -1 : 0, knowsUnlabelled: false);
        Assert.Throws<InvalidOperationException>(() => unlabelled.Evaluate(x, levels[0], epsilon));
        Assert.Throws<InvalidOperationException>(() => unlabelled.Evaluate(x, levels, samples, epsilon));
        new NetworkScore<double>(network, labelOf: static sample => sample == 106 ? -1 : 0).Evaluate(x, levels[0], epsilon);
    }

    [Theory]
    [InlineData(Parametrisation.Noise)]
    [InlineData(Parametrisation.Data)]
    [InlineData(Parametrisation.Velocity)]
    public void The_vector_jacobian_product_is_the_finite_difference_along_every_axis(Parametrisation prediction)
    {
        var score = new NetworkScore<double>(TestNetworks.Create<double>(Settings), prediction, sample => (int)(sample % 5) - 1);
        NoiseLevel level = Process.At(0.3);
        (Tile<double> x, Tile<double> result, TileSpace<double> space) = Tiles<double>(400, 0);
        (Tile<double> vector, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
        TestNetworks.Batch<double>(vector.Values.Length, 9).CopyTo(vector.Values);
        score.TransposedJacobianProduct(x, level, vector, result);

        // Rows are independent, so one pair of evaluations serves all of them. Errors as in the gradient tests.
        const double Step = 1e-5;
        for (int j = 0; j < 3; j++)
        {
            double[] difference = new double[400];
            foreach (double step in new[] { Step, -Step })
            {
                Shift(x, j, step);
                score.Evaluate(x, level, epsilon);
                Shift(x, j, -step);
                for (int row = 0; row < 400; row++)
                {
                    difference[row] += Dot(epsilon.Row(row), vector.Row(row)) / (2 * step);
                }
            }

            for (int row = 0; row < 400; row++)
            {
                Assert.Equal(difference[row], result.Row(row)[j], 2e-9);
            }
        }
    }

    [Fact]
    public void Samples_have_the_same_bits_for_every_tile_and_thread_count()
    {
        var score = new NetworkScore<float>(TestNetworks.Create<float>(Settings), labelOf: sample => (int)(sample % 4));
        TimeGrid grid = Grids.Uniform(4);
        float[] Sample(int threads, int rows) => [.. Sampler.Sample(
            Process, score, new EulerMaruyama(), grid, 450, 3, new SamplerOptions { Threads = threads, TileRows = rows }).Values];
        float[] expected = Sample(1, 450);
        Assert.Equal(expected, Sample(2, 50));
        Assert.Equal(expected, Sample(3, 7));
        Assert.Equal(expected, Sample(1, 400));
    }

    [Fact]
    public void Products_have_the_same_bits_for_every_tile()
    {
        var score = new NetworkScore<float>(TestNetworks.Create<float>(Settings), Parametrisation.Velocity, sample => (int)(sample % 4));
        float[] Product(int tileRows)
        {
            var result = new float[450 * 3];
            var space = new TileSpace<float>(tileRows, 3);
            (Tile<float> x, Tile<float> along, Tile<float> product) = (space.Allocate(), space.Allocate(), space.Allocate());
            for (int first = 0; first < 450; first += tileRows)
            {
                space.MoveTo(first, Math.Min(tileRows, 450 - first));
                TestNetworks.Batch<float>(450 * 3, 21).AsSpan(first * 3, x.Values.Length).CopyTo(x.Values);
                TestNetworks.Batch<float>(450 * 3, 22).AsSpan(first * 3, x.Values.Length).CopyTo(along.Values);
                score.TransposedJacobianProduct(x, Process.At(0.3), along, product);
                product.Values.CopyTo(result.AsSpan(first * 3));
            }

            return result;
        }

        float[] expected = Product(450);
        Assert.Equal(expected, Product(50));
        Assert.Equal(expected, Product(7));
        Assert.Equal(expected, Product(400));
    }

    [Fact]
    public void Evaluations_allocate_nothing_after_the_first()
    {
        var score = new NetworkScore<float>(TestNetworks.Create<float>(Settings), Parametrisation.Velocity, sample => (int)(sample % 4));
        (Tile<float> x, Tile<float> epsilon, TileSpace<float> space) = Tiles<float>(410, 0);
        Tile<float> result = space.Allocate();
        double time = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            time += 0.05;
            score.Evaluate(x, Process.At(time), epsilon);
            score.TransposedJacobianProduct(x, Process.At(time), epsilon, result);
        }));
    }

    [Fact]
    public void A_double_score_of_float_weights_agrees_with_the_float_score()
    {
        ResidualMlp<float> network = TestNetworks.Create<float>(Settings);
        (Tile<float> x, Tile<float> single, _) = Tiles<float>(20, 0);
        (Tile<double> wide, Tile<double> full, _) = Tiles<double>(20, 0);
        new NetworkScore<float>(network).Evaluate(x, Process.At(0.2), single);
        new NetworkScore<double>(network.ConvertTo<double>()).Evaluate(wide, Process.At(0.2), full);
        for (int i = 0; i < single.Values.Length; i++)
        {
            Assert.Equal(full.Values[i], single.Values[i], 1e-5);
        }
    }

    [Fact]
    public void Labels_and_levels_without_meaning_are_refused()
    {
        ResidualMlp<float> network = TestNetworks.Create<float>(Settings);
        ResidualMlp<float> unconditional = TestNetworks.Create<float>(new MlpSettings(3, 4, 1, 2, 0));
        (Tile<float> x, Tile<float> epsilon, _) = Tiles<float>(2, 0);
        Assert.Throws<ArgumentException>(() => new NetworkScore<float>(unconditional, labelOf: _ => 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkScore<float>(network, (Parametrisation)17));
        var wrongLabels = new NetworkScore<float>(network, labelOf: _ => 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => wrongLabels.Evaluate(x, Process.At(0.5), epsilon));
        var data = new NetworkScore<float>(network, Parametrisation.Data);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Evaluate(x, Process.At(0), epsilon));
        new NetworkScore<float>(network).Evaluate(x, Process.At(0), epsilon);
        Assert.All(epsilon.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    private static (Tile<T> X, Tile<T> Result, TileSpace<T> Space) Tiles<T>(int rows, long firstSample)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var space = new TileSpace<T>(rows, 3);
        space.MoveTo(firstSample, rows);
        (Tile<T> x, Tile<T> result) = (space.Allocate(), space.Allocate());
        TestNetworks.Batch<T>(rows * 3, 21).CopyTo(x.Values);
        return (x, result, space);
    }

    private static void Shift(Tile<double> x, int column, double step)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            x.Row(row)[column] += step;
        }
    }

    private static double Dot(Span<double> a, Span<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
