using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>Laws that hold for a network of any shape.</summary>
public sealed class NetworkProperties
{
    private static readonly Config Pinned = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(0x5C0DEUL, 77UL);

    private static Arbitrary<(MlpSettings Settings, int Rows, int Seed)> Cases => Arb.From(
        from dimension in Gen.Choose(1, 40)
        from width in Gen.Choose(1, 40)
        from depth in Gen.Choose(0, 3)
        from features in Gen.Choose(1, 20)
        from classes in Gen.Choose(0, 3)
        from rows in Gen.Choose(1, 15)
        from seed in Gen.Choose(0, 1_000_000)
        select (new MlpSettings(dimension, width, depth, 2 * features, classes), rows, seed));

    [Fact]
    public void A_batch_is_its_rows_one_by_one_to_the_last_bit() => Prop.ForAll(Cases, test =>
    {
        (MlpSettings settings, int rows, int seed) = test;
        ResidualMlp<float> network = TestNetworks.Create<float>(settings, seed);
        float[] x = TestNetworks.Batch<float>(rows * settings.Dimension, seed + 1);
        int[] labels = [.. Enumerable.Range(seed, rows).Select(i => (i % (settings.Classes + 1)) - 1)];
        var batch = new float[x.Length];
        network.Forward(x, 1.7, labels, batch, network.CreateWorkspace(rows, training: false));
        MlpWorkspace<float> single = network.CreateWorkspace(1, training: true);
        float[] alone = [.. Enumerable.Range(0, rows).SelectMany(row =>
        {
            var output = new float[settings.Dimension];
            network.Forward(x.AsSpan(row * output.Length, output.Length), [1.7], [labels[row]], output, single);
            return output;
        })];
        return batch.AsSpan().SequenceEqual(alone);
    }).Check(Pinned);

    [Fact]
    public void The_vector_jacobian_product_is_the_transpose_of_the_directional_derivative() => Prop.ForAll(Cases, test =>
    {
        (MlpSettings settings, int rows, int seed) = test;
        ResidualMlp<double> network = TestNetworks.Create<double>(settings, seed);
        int length = rows * settings.Dimension;
        double[] x = TestNetworks.Batch<double>(length, seed + 1);
        double[] u = TestNetworks.Batch<double>(length, seed + 2);
        double[] v = TestNetworks.Batch<double>(length, seed + 3);
        MlpWorkspace<double> workspace = network.CreateWorkspace(rows, training: true);
        double[] Along(double step)
        {
            double[] moved = [.. x.Zip(u, (value, direction) => value + (step * direction))];
            var output = new double[length];
            network.Forward(moved, -0.4, [], output, workspace);
            return output;
        }

        const double Step = 1e-5;
        double expected = Along(Step).Zip(Along(-Step), (up, down) => (up - down) / (2 * Step)).Zip(v, (d, w) => d * w).Sum();
        Along(0);
        var product = new double[length];
        network.Backward(v, workspace, [], product);

        // v·(J u) = (Jᵀ v)·u. The terms, at most 600 of order 1, each carry the difference quotient's error of 1e-10.
        return Math.Abs(product.Zip(u, (p, direction) => p * direction).Sum() - expected) <= 1e-7;
    }).Check(Pinned);
}
