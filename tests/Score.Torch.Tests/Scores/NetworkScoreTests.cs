using ScoreSde.Describing;
using ScoreSde.Guidance;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Tests.Networks;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Scores;

/// <summary>Networks and mixtures as scores on tensors: guided Jacobians, pure noise, labels, what is refused, and what is given back.</summary>
public sealed class NetworkScoreTests
{
    private const int Rows = 5;
    private const int Dimension = 4;
    private const double Guidance = 2.5;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly MlpSettings Settings = new(Dimension, 8, 2, 6, Classes: 3);
    private static readonly GaussianMixture Law = new(
        [
            Gaussian.WithCovariance([1, -1, 0.5], new double[,] { { 2, 1.2, 0.1 }, { 1.2, 1, 0 }, { 0.1, 0, 0.5 } }),
            Gaussian.Isotropic([-2, 0, 1], 0.25),
        ],
        [1, 2]);

    [TorchTheory]
    [InlineData(Parametrisation.Noise)]
    [InlineData(Parametrisation.Data)]
    [InlineData(Parametrisation.Velocity)]
    public void Guided_answers_and_Jacobians_are_those_of_the_CPU(Parametrisation prediction)
    {
        ResidualMlp<double> managed = TestNetworks.Create<double>(Settings);
        var expected = new ClassifierFreeGuidance<double>(
            new NetworkScore<double>(managed, prediction, LabelOf), new NetworkScore<double>(managed, prediction, static _ => -1), Guidance);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        using var score = new TorchNetworkScore(network, prediction, LabelOf, Guidance);
        var space = new TileSpace<double>(Rows, Dimension);
        space.MoveTo(70, Rows);
        score.MoveTo(70, Rows);
        Tile<double> x = State(space, 1);
        Tile<double> noise = space.Allocate();
        Tile<double>[] cotangents = [State(space, 2), State(space, 3)];
        Tile<double>[] products = [space.Allocate(), space.Allocate()];
        NoiseLevel level = Process.At(0.3);
        expected.Evaluate(x, level, noise);
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor here = On(x);
        Tensor epsilon = torch.empty_like(here);
        Tensor[] found = [torch.empty_like(here), torch.empty_like(here)];
        score.Evaluate(here, level, epsilon);
        Same(noise, epsilon);
        Assert.True(score.TryEvaluateWithProducts(here, level, epsilon.zero_(), [On(cotangents[0]), On(cotangents[1])], found));
        Same(noise, epsilon);
        Assert.False(epsilon.requires_grad);
        for (int k = 0; k < 2; k++)
        {
            expected.TransposedJacobianProduct(x, level, cotangents[k], products[k]);
            Same(products[k], found[k]);
        }

        // The diagonal by the CPU's products with unit vectors.
        Tile<double> diagonal = space.Allocate();
        Tile<double> unit = space.Allocate();
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < unit.Values.Length; j++)
            {
                unit.Values[j] = j % Dimension == i ? 1 : 0;
            }

            expected.TransposedJacobianProduct(x, level, unit, products[0]);
            for (int row = 0; row < Rows; row++)
            {
                diagonal.Row(row)[i] = products[0].Row(row)[i];
            }
        }

        Tensor entries = torch.empty_like(here);
        Assert.True(score.TryEvaluateWithDiagonal(here, level, epsilon.zero_(), entries));
        Same(noise, epsilon);
        Same(diagonal, entries);
        Assert.False(entries.requires_grad);
    }

    [TorchTheory]
    [InlineData(Parametrisation.Data, 1)]
    [InlineData(Parametrisation.Data, Guidance)]
    [InlineData(Parametrisation.Velocity, 1)]
    [InlineData(Parametrisation.Velocity, Guidance)]
    public void At_pure_noise_the_answer_is_the_data_as_on_the_CPU(Parametrisation prediction, double guidance)
    {
        ResidualMlp<double> managed = TestNetworks.Create<double>(Settings);
        NoiseLevel level = new RectifiedFlow().At(1);
        var to = new NetworkScore<double>(managed, prediction, LabelOf);
        IScoreFunction<Tile<double>> expected = guidance == 1 ? to : new ClassifierFreeGuidance<double>(to, new NetworkScore<double>(managed, prediction, static _ => -1), guidance);
        using TorchMlp network = TorchMlp.Of(managed, torch.CPU);
        using var score = new TorchNetworkScore(network, prediction, LabelOf, guidance);
        score.MoveTo(0, Rows);
        var space = new TileSpace<double>(Rows, Dimension);
        Tile<double> x = State(space, 1);
        Tile<double> data = space.Allocate();
        expected.Evaluate(x, level, data);
        using Tensor here = On(x);
        using Tensor found = torch.empty_like(here);
        score.Evaluate(here, level, found);
        Same(data, found);
        using var noise = new TorchNetworkScore(network, Parametrisation.Noise, LabelOf, guidance);
        noise.MoveTo(0, Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => noise.Evaluate(here, level, found));
        Assert.Throws<ArgumentOutOfRangeException>(() => noise.TransposedJacobianProduct(here, level, here, found));
    }

    [TorchFact]
    public void At_pure_noise_a_mixture_is_its_mean()
    {
        using var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
        using Tensor x = torch.randn(2, 3, torch.float64);
        using Tensor found = torch.empty_like(x);
        score.Evaluate(x, new RectifiedFlow().At(1), found);

        // A third of (1, −1, 0.5) and two thirds of (−2, 0, 1).
        double[] mean = [-1, -1 / 3.0, 2.5 / 3];
        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(found), [.. mean, .. mean]), 0, 1e-15);
    }

    [TorchFact]
    public void A_network_that_knows_no_samples_without_a_class_is_not_asked_for_them()
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<double>(Settings), torch.CPU);
        using TorchMlp plain = TorchMlp.Of(TestNetworks.Create<double>(new MlpSettings(Dimension, 8, 2, 6, Classes: 0)), torch.CPU);
        Assert.Equal("labelOf", Assert.Throws<ArgumentException>(() => new TorchNetworkScore(network, knowsUnlabelled: false).Dispose()).ParamName);
        Assert.Equal("guidance", Assert.Throws<ArgumentException>(() => new TorchNetworkScore(network, labelOf: LabelOf, guidance: 2, knowsUnlabelled: false).Dispose()).ParamName);
        Assert.Equal("guidance", Assert.Throws<ArgumentException>(() => new TorchNetworkScore(network, guidance: 2).Dispose()).ParamName);
        Assert.Equal("labelOf", Assert.Throws<ArgumentException>(() => new TorchNetworkScore(plain, labelOf: LabelOf).Dispose()).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchNetworkScore(network, (Parametrisation)77).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchNetworkScore(network, labelOf: LabelOf, guidance: double.NaN).Dispose());
        using var unlabelled = new TorchNetworkScore(plain, knowsUnlabelled: false);
        Assert.False(unlabelled.OffersVariance);
        using var some = new TorchNetworkScore(network, labelOf: static sample => sample == 3 ? -1 : 2, knowsUnlabelled: false);
        some.MoveTo(0, 3);
        Assert.Throws<InvalidOperationException>(() => some.MoveTo(0, 4));
        using var first = new TorchNetworkScore(network, labelOf: static _ => 0, knowsUnlabelled: false);
        first.MoveTo(0, 4);
        using TorchNetworkScore guided = Guided(network);
        Assert.Equal((1, 2), (first.EvaluationsPerCall, guided.EvaluationsPerCall));
    }

    [TorchFact]
    public void Nothing_is_left_of_labels_levels_and_products()
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<double>(Settings), torch.CPU);
        using Tensor x = torch.randn(Rows, Dimension, torch.float64);
        using Tensor y = torch.empty_like(x);
        using Tensor z = torch.empty_like(x);
        using IDisposable noGradients = torch.no_grad();
        NoiseLevel level = Process.At(0.3);
        Use(Guided(network));
        long before = LiveTensors.Count();
        TorchNetworkScore[] scores = [.. Enumerable.Range(0, 8).Select(_ => Use(Guided(network)))];
        Assert.Equal(before, Tensor.TotalCount);
        GC.KeepAlive(scores);

        TorchNetworkScore Use(TorchNetworkScore score)
        {
            score.MoveTo(0, Rows);
            score.Evaluate(x, level, y);
            score.TransposedJacobianProduct(x, level, x, y);
            score.TryEvaluateWithProducts(x, level, y, [x], [z]);
            score.TryEvaluateWithDiagonal(x, level, y, z);
            score.MoveTo(Rows, Rows);
            score.Dispose();
            return score;
        }
    }

    [TorchFact]
    public void Nothing_is_left_of_a_mixture()
    {
        using Tensor x = torch.randn(Rows, 3, torch.float64);
        using Tensor y = torch.empty_like(x);
        Use();
        long before = LiveTensors.Count();
        TorchMixtureScore[] scores = [.. Enumerable.Range(0, 8).Select(_ => Use())];
        Assert.Equal(before, Tensor.TotalCount);
        GC.KeepAlive(scores);

        TorchMixtureScore Use()
        {
            var score = new TorchMixtureScore(Law, torch.float64, torch.CPU);
            score.Evaluate(x, Process.At(0.3), y);
            score.Evaluate(x, Process.At(0.4), y);
            score.Evaluate(x, new RectifiedFlow().At(1), y);
            score.Dispose();
            return score;
        }
    }

    [TorchFact]
    public void Tiles_of_a_score_say_what_it_cannot()
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<double>(Settings), torch.CPU);
        var range = new TimeRange(0.1, 0.9);
        Assert.Equal("make", Assert.Throws<ArgumentException>(() => new TileScore<double>(static () => new TableScore(3, static (x, _) => x))).ParamName);
        Assert.Throws<ArgumentNullException>(() => new TileScore<double>(null!));
        Assert.Throws<ArgumentNullException>(() => new TileScore<double>(null!, Parametrisation.Noise, null));
        Assert.Throws<ArgumentException>(() => new TileScore<double>((_, _) => network, Parametrisation.Noise, null, knowsUnlabelled: false));
        var tiles = new TileScore<double>(
            (type, device) => type == torch.float64 && device.type == DeviceType.CPU ? network : throw new ArgumentException("Another type."), Parametrisation.Noise, LabelOf, range: range);
        Assert.Equal((Dimension, range, false, false), (tiles.Dimension, tiles.Range, ((IToldScore<Tile<double>>)tiles).IsTold, tiles.OffersVariance));
        var space = new TileSpace<double>(2, Dimension);
        Tile<double> x = State(space, 1);
        Tile<double> y = State(space, 2);
        Tile<double> z = State(space, 3);
        Assert.False(tiles.TryEvaluateWithVariance(x, Process.At(0.3), y, z));
        Assert.Equal(State(space, 2).Values.ToArray(), y.Values.ToArray());
        Assert.Throws<NotSupportedException>(() => tiles.TimeOf(Process.At(0.3)));
        Assert.Throws<NotSupportedException>(() => tiles.EvaluateTold(x, Process.At(0.3), 1, y));
    }

    private static TorchNetworkScore Guided(TorchMlp network) => new(network, Parametrisation.Velocity, LabelOf, Guidance);

    private static int LabelOf(long sample) => (int)(sample % 4) - 1;

    private static Tensor On(Tile<double> tile) => torch.tensor(tile.Values.ToArray()).reshape(tile.Rows, tile.Dimension);

    private static void Same(Tile<double> expected, Tensor found) =>
        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(found), expected.Values), 0, 1e-12);

    private static Tile<double> State(TileSpace<double> space, int seed)
    {
        Tile<double> state = space.Allocate();
        TestNetworks.Batch<double>(state.Values.Length, seed).CopyTo(state.Values);
        return state;
    }
}
