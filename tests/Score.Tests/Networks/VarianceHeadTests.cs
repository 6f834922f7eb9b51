using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Networks;

/// <summary>The second output layer, of variances.</summary>
public sealed class VarianceHeadTests
{
    private const double Step = 1e-5;
    private const double Tolerance = 2e-9;
    private static readonly double[] Lambdas = [-5, -0.5, 0.25, 3, 8];

    [Theory]
    [InlineData(3, 5, 2)]
    [InlineData(1, 1, 0)]
    [InlineData(17, 20, 1)]
    public void Every_gradient_of_a_loss_of_both_outputs_is_the_finite_difference(int dimension, int width, int depth)
    {
        ResidualMlp<double> network = TestNetworks.Create<double>(new MlpSettings(dimension, width, depth, 4, 0) { LearnsVariance = true }, 11);
        MlpWorkspace<double> workspace = network.CreateWorkspace(Lambdas.Length, training: true);
        int length = dimension * Lambdas.Length;
        double[] x = TestNetworks.Batch<double>(length, 12);
        double[] onOutput = TestNetworks.Batch<double>(length, 13);
        double[] onVariance = TestNetworks.Batch<double>(length, 14);
        (double[] y, double[] w) = (new double[length], new double[length]);
        Forward();
        double[][] gradients = [.. network.Parameters.Select(static p => new double[p.Values.Length])];
        var input = new double[length];
        network.Backward(onOutput, onVariance, workspace, gradients, input);
        for (int p = 0; p < gradients.Length; p++)
        {
            for (int i = 0; i < gradients[p].Length; i++)
            {
                Assert.Equal(Difference(network.Parameters[p].Values, i, isWeight: true), gradients[p][i], Tolerance);
            }
        }

        for (int i = 0; i < length; i++)
        {
            Assert.Equal(Difference(x, i, isWeight: false), input[i], Tolerance);
        }

        // A loss of the output alone leaves the second layer alone.
        Forward();
        double[][] alone = [.. network.Parameters.Select(static p => new double[p.Values.Length])];
        network.Backward(onOutput, workspace, alone, []);
        Assert.All(alone[^2..], static gradient => Assert.All(gradient, static value => Assert.Equal(0, value)));
        Assert.NotEqual(alone[0], gradients[0]);

        double Forward()
        {
            network.Forward(x, Lambdas, [], y, workspace);
            network.Variance(w, workspace);
            return y.Zip(onOutput, static (a, b) => a * b).Sum() + w.Zip(onVariance, static (a, b) => a * b).Sum();
        }

        double Difference(double[] values, int index, bool isWeight)
        {
            double At(double value)
            {
                values[index] = value;
                if (isWeight)
                {
                    network.WeightsChanged();
                }

                return Forward();
            }

            double middle = values[index];
            double slope = (At(middle + Step) - At(middle - Step)) / (2 * Step);
            At(middle);
            return slope;
        }
    }

    /// <summary>The first output, and all weights that a seed draws, are those of a network without the second layer, to the bit.</summary>
    [Fact]
    public void The_prediction_is_that_of_a_network_that_learns_no_variance()
    {
        var shape = new MlpSettings(6, 16, 2, 8, 3);
        var plain = new ResidualMlp<float>(shape, 5);
        var learning = new ResidualMlp<float>(shape with { LearnsVariance = true }, 5);
        Assert.Equal(plain.Parameters.Count + 2, learning.Parameters.Count);
        for (int p = 0; p < plain.Parameters.Count; p++)
        {
            Assert.Equal(plain.Parameters[p].Values, learning.Parameters[p].Values);
        }

        Assert.All(learning.Parameters.TakeLast(2), static parameter => Assert.All(parameter.Values, static value => Assert.Equal(0, value)));
        Assert.Equal(["variance.weight", "variance.bias"], learning.Parameters.TakeLast(2).Select(static parameter => parameter.Name));
    }

    /// <summary>As a score: ε to the bits of a plain evaluation, w of each row whatever the batch.</summary>
    [Fact]
    public void As_a_score_it_offers_what_it_learned()
    {
        ResidualMlp<double> network = TestNetworks.Create<double>(new MlpSettings(5, 12, 2, 4, 0) { LearnsVariance = true }, 3);
        var score = new NetworkScore<double>(network, Parametrisation.Velocity);
        Assert.True(score.OffersVariance);
        NoiseLevel level = new VariancePreserving(new Schedules.LinearSchedule()).At(0.4);
        var space = new TileSpace<double>(900, 5);
        (Tile<double> x, Tile<double> plain, Tile<double> epsilon, Tile<double> w) = (space.Allocate(), space.Allocate(), space.Allocate(), space.Allocate());
        TestNetworks.Batch<double>(4500, 6).CopyTo(x.Values);
        score.Evaluate(x, level, plain);
        Assert.True(score.TryEvaluateWithVariance(x, level, epsilon, w));
        Assert.Equal(plain.Values.ToArray(), epsilon.Values.ToArray());

        MlpWorkspace<double> workspace = network.CreateWorkspace(1, training: false);
        (double[] y, double[] own) = (new double[5], new double[5]);
        foreach (int row in new[] { 0, 383, 384, 899 })
        {
            network.Forward(x.Row(row), level.Lambda, [], y, workspace);
            network.Variance(own, workspace);
            Assert.Equal(own, w.Row(row).ToArray());
        }

        var without = new NetworkScore<double>(TestNetworks.Create<double>(new MlpSettings(5, 12, 2, 4, 0), 3));
        Assert.False(without.OffersVariance);
        Assert.False(without.TryEvaluateWithVariance(x, level, epsilon, w));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var shape = new MlpSettings(2, 4, 1, 2, 0);
        var plain = new ResidualMlp<double>(shape, 1);
        var learning = new ResidualMlp<double>(shape with { LearnsVariance = true }, 1);
        MlpWorkspace<double> of = learning.CreateWorkspace(1, training: true);
        MlpWorkspace<double> ofPlain = plain.CreateWorkspace(1, training: true);
        Assert.Throws<InvalidOperationException>(() => learning.Variance(new double[2], of));
        plain.Forward([1, 2], 0.5, [], new double[2], ofPlain);
        learning.Forward([1, 2], 0.5, [], new double[2], of);
        Assert.Throws<InvalidOperationException>(() => plain.Variance(new double[2], ofPlain));
        Assert.Throws<ArgumentException>(() => learning.Variance(new double[2], ofPlain));
        Assert.Throws<ArgumentException>(() => learning.Variance(new double[3], of));
        Assert.Throws<ArgumentException>(() => plain.Backward([1, 2], [1, 2], ofPlain, [], []));
        Assert.Throws<ArgumentException>(() => learning.Backward([1, 2], [1], of, [], []));
    }
}
