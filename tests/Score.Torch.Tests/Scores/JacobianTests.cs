using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Tests.Networks;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Scores;

public sealed class JacobianTests
{
    private const int Rows = 6;
    private static readonly NoiseLevel Level = new VariancePreserving(new LinearSchedule(0.1, 20)).At(0.3);
    private static readonly UNetSettings Small = new(new ImageShape(4, 4), 8, [1, 2], 1, [1], 4, 4, 2);

    [TorchTheory]
    [InlineData(Parametrisation.Noise)]
    [InlineData(Parametrisation.Velocity)]
    [InlineData(Parametrisation.Data)]
    public void Products_are_those_of_the_managed_network(Parametrisation prediction)
    {
        ResidualMlp<double> managed = TestNetworks.Create<double>(new MlpSettings(16, 8, 2, 4, Classes: 2));
        var expected = new NetworkScore<double>(managed, prediction, LabelOf);
        var score = new TileScore<double>((_, device) => TorchMlp.Of(managed, device), prediction, LabelOf);
        Assert.InRange(Difference(expected, score), 0, 1e-12);
    }

    [TorchFact]
    public void Products_of_a_U_Net_are_those_of_its_differences()
    {
        var score = new TileScore<double>(Shaken, Parametrisation.Velocity, LabelOf);
        var space = new TileSpace<double>(Rows, 16);
        Tile<double> x = State(space, 1);
        Tile<double> v = State(space, 2);
        Tile<double> c = State(space, 3);
        Tile<double> product = space.Allocate();
        score.TransposedJacobianProduct(x, Level, c, product);

        // ⟨Jᵀ c, v⟩ = ⟨c, J v⟩ by central differences of step 1e-4: an error of 1e-8 of the third derivative, and 1e-11 of rounding.
        const double H = 1e-4;
        Tile<double> moved = space.Allocate();
        Tile<double> above = space.Allocate();
        Tile<double> below = space.Allocate();
        space.Combine(moved, (1, x), (H, v));
        score.Evaluate(moved, Level, above);
        space.Combine(moved, (1, x), (-H, v));
        score.Evaluate(moved, Level, below);
        for (int row = 0; row < Rows; row++)
        {
            double slope = 0;
            double inner = 0;
            for (int j = 0; j < 16; j++)
            {
                slope += c.Row(row)[j] * (above.Row(row)[j] - below.Row(row)[j]) / (2 * H);
                inner += product.Row(row)[j] * v.Row(row)[j];
            }

            Assert.Equal(slope, inner, 1e-6);
            Assert.True(Math.Abs(inner) > 1e-3);
        }
    }

    [TorchFact]
    public void Guided_products_are_the_sum_of_the_two()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchNetwork network = Shaken(torch.float64, torch.CPU);
        Tensor x = torch.tensor(TestNetworks.Batch<double>(Rows * 16, 1)).reshape(Rows, 16);
        Tensor c = torch.tensor(TestNetworks.Batch<double>(Rows * 16, 3)).reshape(Rows, 16);
        double[] guided = Product(LabelOf, 2.5);
        double[] expected = [.. Product(LabelOf, 1).Zip(Product(_ => -1, 1), (a, b) => (2.5 * a) - (1.5 * b))];
        Assert.InRange(OnTensors.Difference<double>(guided, expected), 0, 1e-13);

        double[] Product(Func<long, int> labelOf, double guidance)
        {
            using var score = new TorchNetworkScore(network, Parametrisation.Noise, labelOf, guidance);
            score.MoveTo(0, Rows);
            Tensor product = torch.empty_like(x);
            using IDisposable noGradients = torch.no_grad();
            score.TransposedJacobianProduct(x, Level, c, product);
            Assert.False(product.requires_grad);
            return OnTensors.Values<double>(product);
        }
    }

    [TorchFact]
    public void Many_threads_at_once_see_what_one_sees()
    {
        var score = new TileScore<double>(Shaken, Parametrisation.Noise, LabelOf);
        double[][] results = new double[8][];
        Parallel.For(0, results.Length, i =>
        {
            var space = new TileSpace<double>(Rows, 16);
            Tile<double> epsilon = space.Allocate();
            score.Evaluate(State(space, 1), new VariancePreserving(new LinearSchedule(0.1, 20)).At(0.1 + (0.1 * (i % 2))), epsilon);
            results[i] = epsilon.Values.ToArray();
        });

        Assert.NotEqual(results[0], results[1]);
        Assert.All(results.Index(), result => Assert.InRange(OnTensors.Difference<double>(result.Item, results[result.Index % 2]), 0, 1e-13));
    }

    private static int LabelOf(long sample) => (int)(sample % 3) - 1;

    private static TorchNetwork Shaken(torch.ScalarType type, torch.Device device)
    {
        torch.manual_seed(1);
        var network = new TorchUNet(Small, 3, type, device);
        using IDisposable noGradients = torch.no_grad();
        using Tensor noise = torch.randn_like(network.Weights.Flat);
        network.Weights.Flat.add_(noise, 0.05);
        return network;
    }

    private static double Difference(IDifferentiableScore<Tile<double>> expected, IDifferentiableScore<Tile<double>> score)
    {
        var space = new TileSpace<double>(Rows, 16);
        Tile<double> x = State(space, 1);
        Tile<double> c = State(space, 3);
        Tile<double> one = space.Allocate();
        Tile<double> other = space.Allocate();
        expected.TransposedJacobianProduct(x, Level, c, one);
        score.TransposedJacobianProduct(x, Level, c, other);
        return OnTensors.Difference<double>(other.Values, one.Values);
    }

    private static Tile<double> State(TileSpace<double> space, int seed)
    {
        Tile<double> state = space.Allocate();
        TestNetworks.Batch<double>(Rows * 16, seed).CopyTo(state.Values);
        return state;
    }
}
