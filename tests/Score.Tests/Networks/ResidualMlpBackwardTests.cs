using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

public sealed class ResidualMlpBackwardTests
{
    // Central differences with h = 1e-5 err by about h² |y‴|/6 + ε|y|/h, 1e-10 here; the gradients are of order 0.01 to 10.
    private const double Step = 1e-5;
    private const double Tolerance = 2e-9;
    private static readonly double[] Lambdas = [-5, -0.5, 0.25, 3, 8];
    private static readonly int[] Labels = [1, -1, 0, 1, 1];

    [Theory]
    [InlineData(3, 5, 2, 4, 2)]
    [InlineData(1, 1, 0, 2, 0)]
    [InlineData(6, 18, 1, 2, 0)]
    [InlineData(17, 3, 3, 6, 2)]
    public void Every_parameter_gradient_is_the_finite_difference(int dimension, int width, int depth, int features, int classes)
    {
        Case test = Case.Create(new MlpSettings(dimension, width, depth, features, classes));
        double[][] gradients = test.ZeroGradients();
        test.Forward();
        test.Network.Backward(test.Direction, test.Workspace, gradients, []);
        for (int p = 0; p < gradients.Length; p++)
        {
            double[] values = test.Network.Parameters[p].Values;
            for (int i = 0; i < values.Length; i++)
            {
                double expected = test.Difference(values, i, weights: true);
                Assert.True(
                    Math.Abs(expected - gradients[p][i]) <= Tolerance,
                    $"{test.Network.Parameters[p].Name}[{i}]: {gradients[p][i]:R} and not {expected:R}");
            }
        }
    }

    [Theory]
    [InlineData(3, 5, 2, 4, 2)]
    [InlineData(1, 1, 0, 2, 0)]
    [InlineData(33, 20, 1, 2, 0)]
    public void The_input_gradient_is_the_finite_difference(int dimension, int width, int depth, int features, int classes)
    {
        Case test = Case.Create(new MlpSettings(dimension, width, depth, features, classes));
        var gradient = new double[test.X.Length];
        test.Forward();
        test.Network.Backward(test.Direction, test.Workspace, [], gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.Equal(test.Difference(test.X, i, weights: false), gradient[i], Tolerance);
        }
    }

    [Fact]
    public void After_a_batch_at_one_level_the_gradients_are_those_of_rows_at_that_level()
    {
        Case test = Case.Create(new MlpSettings(4, 11, 2, 6, 2));
        double[][] one = test.ZeroGradients();
        double[][] many = test.ZeroGradients();
        var inputOne = new double[test.X.Length];
        var inputMany = new double[test.X.Length];
        test.Network.Forward(test.X, 0.5, Labels, test.Output, test.Workspace);
        test.Network.Backward(test.Direction, test.Workspace, one, inputOne);
        test.Network.Forward(test.X, [0.5, 0.5, 0.5, 0.5, 0.5], Labels, test.Output, test.Workspace);
        test.Network.Backward(test.Direction, test.Workspace, many, inputMany);
        Assert.Equal(many, one);
        Assert.Equal(inputMany, inputOne);
    }

    [Fact]
    public void Gradients_are_added_to_what_is_there()
    {
        Case test = Case.Create(new MlpSettings(4, 11, 2, 6, 2));
        double[][] once = test.ZeroGradients();
        double[][] twice = test.ZeroGradients();
        test.Forward();
        test.Network.Backward(test.Direction, test.Workspace, once, []);
        test.Network.Backward(test.Direction, test.Workspace, twice, []);
        test.Network.Backward(test.Direction, test.Workspace, twice, []);
        for (int p = 0; p < once.Length; p++)
        {
            Assert.All(once[p].Zip(twice[p]), pair => Assert.Equal(2 * pair.First, pair.Second));
        }
    }

    private sealed record Case(ResidualMlp<double> Network, MlpWorkspace<double> Workspace, double[] X, double[] Direction, double[] Output)
    {
        public static Case Create(MlpSettings settings)
        {
            ResidualMlp<double> network = TestNetworks.Create<double>(settings, 11);
            int length = settings.Dimension * Lambdas.Length;
            return new Case(
                network,
                network.CreateWorkspace(Lambdas.Length, training: true),
                TestNetworks.Batch<double>(length, 12),
                TestNetworks.Batch<double>(length, 13),
                new double[length]);
        }

        public double[][] ZeroGradients() => [.. Network.Parameters.Select(p => new double[p.Values.Length])];

        public double Forward()
        {
            int[] labels = Network.Settings.Classes > 0 ? Labels : [];
            Network.Forward(X, Lambdas, labels, Output, Workspace);
            return Output.Zip(Direction, (y, v) => y * v).Sum();
        }

        public double Difference(double[] values, int index, bool weights)
        {
            double At(double value)
            {
                values[index] = value;
                if (weights)
                {
                    Network.WeightsChanged();
                }

                return Forward();
            }

            double middle = values[index];
            double slope = (At(middle + Step) - At(middle - Step)) / (2 * Step);
            At(middle);
            return slope;
        }
    }
}
