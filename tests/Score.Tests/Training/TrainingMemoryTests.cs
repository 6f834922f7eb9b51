using ScoreSde.Metrics;
using ScoreSde.Networks;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>The estimates of memory, their copies counted by hand. How near they are to what is measured: tests/stress/memory.sh.</summary>
public sealed class TrainingMemoryTests
{
    [Theory]
    [InlineData(64, 3)]
    [InlineData(256, 1)]
    public void A_network_is_thirteen_copies_of_its_weights_and_a_row_is_its_states(int width, int depth)
    {
        var network = new MlpSettings(2, width, depth, 16, 0);
        Assert.Equal(13.0 * 4 * ResidualMlp<float>.ParameterCount(network), TrainingMemory.OfNetwork(network));

        // Three states a layer and one after the last; eleven copies of two numbers; sixteen features of time.
        Assert.Equal(4.0 * ((((3 * (depth + 1)) + 1) * width) + (11 * 2) + 16), TrainingMemory.OfBatch(network, 1));
        Assert.Equal(1000 * TrainingMemory.OfBatch(network, 1), TrainingMemory.OfBatch(network, 1000));
    }

    [Fact]
    public void Metrics_keep_a_number_a_row_and_of_a_capped_set_both_sides()
    {
        // Beyond the caps each row more costs its place and two random orders of both sides.
        const int Many = 10_000_000;
        Assert.Equal(1000.0 * (8 + (2 * 32)), MetricMemory.Bytes(Many + 1000, 2) - MetricMemory.Bytes(Many, 2), 1);

        // Below them, projections of both sides: 48 bytes a row and two copies of it.
        Assert.Equal(100.0 * (8 + (2 * (48 + (2 * 4 * 3)))), MetricMemory.Bytes(200, 3) - MetricMemory.Bytes(100, 3), 1);
    }
}
