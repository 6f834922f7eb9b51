using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class TrainingStepTests
{
    // Clips that never and always act; a batch of less than a chunk, of whole chunks, and with rests of all kinds.
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(63, 0.01)]
    [InlineData(65, 1000)]
    [InlineData(200, 0.01)]
    [InlineData(256, 1000)]
    public void A_step_has_the_bits_of_chunks_of_64_rows_whose_plain_gradients_are_added_in_order(int batch, double clip)
    {
        TrainingSettings settings = Runs.Settings with { Batch = batch, GradientClip = clip, Width = 36 };
        TrainingState expected = Runs.Start(settings);
        for (int step = 0; step < 2; step++)
        {
            Step(expected, Runs.Labelled);
        }

        foreach (int threads in new[] { 1, 2, 3 })
        {
            TrainingState state = Runs.Start(settings);
            Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = threads, Until = 2 });
            Assert.Equal(Runs.Bits(expected), Runs.Bits(state));
        }
    }

    [Fact]
    public void Gradients_over_several_workspaces_are_those_of_each_added_in_order_whatever_was_there_before()
    {
        var shape = new MlpSettings(7, 70, 2, 6, 3);
        ResidualMlp<double> network = Networks.TestNetworks.Create<double>(shape);
        MlpWorkspace<double>[] chunks = [.. Enumerable.Range(0, 3).Select(_ => network.CreateWorkspace(11, training: true))];
        double[][] sum = NewGradients(network, 0);
        for (int i = 0; i < chunks.Length; i++)
        {
            int rows = 11 - (4 * i);
            int length = rows * shape.Dimension;
            double[] lambdas = [.. Enumerable.Range(0, rows).Select(row => row - 3.5)];
            int[] labels = [.. Enumerable.Range(0, rows).Select(row => (row % 4) - 1)];
            network.Forward(Networks.TestNetworks.Batch<double>(length, i), lambdas, labels, new double[length], chunks[i]);
            double[][] one = NewGradients(network, 0);
            network.Backward(Networks.TestNetworks.Batch<double>(length, 9 - i), chunks[i], one, []);
            sum = [.. sum.Zip(one, (a, b) => a.Zip(b, (x, y) => x + y).ToArray())];
        }

        double[][] together = NewGradients(network, double.NaN);
        ParameterGradients<double> gradients = network.GradientsOf(chunks);
        gradients.Begin();
        for (int unit = gradients.Units - 1; unit >= 0; unit--)
        {
            gradients.Run(unit, together, adds: false);
        }

        Assert.Equal(sum, together);
    }

    private static double[][] NewGradients(ResidualMlp<double> network, double value) =>
        [.. network.Parameters.Select(parameter => Enumerable.Repeat(value, parameter.Values.Length).ToArray())];

    // One step on one thread, with a copy of everything for each chunk and one pass after the other.
    private static void Step(TrainingState state, DataSet data)
    {
        TrainingSettings settings = state.Settings;
        var rows = new int[settings.Batch];
        new ShuffledEpochs(data.Count, new TrainingNoise(settings.Seed)).Read((long)state.Step * rows.Length, rows);
        float[][] sum = [.. state.Network.Parameters.Select(parameter => new float[parameter.Values.Length])];
        for (int first = 0; first < rows.Length; first += 64)
        {
            var chunk = new DenoisingChunk(state, data, 64);
            chunk.Run(first, rows.AsSpan(first, Math.Min(64, rows.Length - first)));
            float[][] gradients = PlainGradients.Of(state.Network, chunk.Workspace);
            for (int parameter = 0; parameter < sum.Length; parameter++)
            {
                sum[parameter] = [.. sum[parameter].Zip(gradients[parameter], (a, b) => a + b)];
            }
        }

        double norm = Math.Sqrt(ParameterSlices.Of(state.Network).Sum(
            slice => SumOfSquares.Of(sum[slice.Parameter].AsSpan(slice.First, slice.Length))));
        double rate = LearningRateSchedule.At(settings, state.Step);
        double clip = Math.Min(1, settings.GradientClip / norm);
        for (int parameter = 0; parameter < sum.Length; parameter++)
        {
            Parameter<float> target = state.Network.Parameters[parameter];
            double decay = target.Shape.Length > 1 ? settings.WeightDecay : 0;
            new AdamUpdate(settings, state.Step + 1, rate, decay, clip)
                .Apply(target.Values, sum[parameter], state.FirstMoment[parameter], state.SecondMoment[parameter]);
            MovingAverage.Update(state.Average[parameter], target.Values, MovingAverage.DecayAt(settings.EmaDecay, state.Step));
        }

        state.Network.WeightsChanged();
        state.Step++;
    }
}
