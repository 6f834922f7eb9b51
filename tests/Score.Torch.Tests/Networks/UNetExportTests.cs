using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Noise;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Torch;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;
using ScoreSde.Training;

namespace ScoreSde.Tests.Networks;

/// <summary>A U-Net on ONNX Runtime gives libtorch's ε.</summary>
public sealed class UNetExportTests
{
    private const int Levels = 20;
    private const int Rows = 5;

    public static TheoryData<UNetSettings, Parametrisation> Networks => new()
    {
        { new(new ImageShape(8, 8), 8, [1, 2], 1, [1], 4, 4, 10), Parametrisation.Velocity },
        { new(new ImageShape(12, 8, 3), 6, [1, 1, 2], 2, [0, 2], 3, 8, 0), Parametrisation.Noise },
        { new(new ImageShape(8, 8), 8, [1, 2], 1, [1], 4, 4, 10) { LearnsVariance = true }, Parametrisation.Velocity },
        { new(new ImageShape(8, 4, 3), 6, [1, 2], 1, [1], 3, 8, 0) { LearnsVariance = true }, Parametrisation.Noise },
    };

    [OnnxTheory]
    [MemberData(nameof(Networks))]
    public void Epsilon_is_that_of_libtorch_at_random_points_levels_and_classes(UNetSettings shape, Parametrisation prediction)
    {
        UNetCheckpoint checkpoint = Drawn(shape, prediction);
        Assert.InRange(Distance<float>(checkpoint), 0, 2e-6);
        Assert.InRange(Distance<double>(checkpoint), 0, 1e-12);
    }

    private static int Label(long sample) => (int)(sample * 7 % 11) - 1;

    // Weights without zeros, so that no term can hide, small enough for outputs of order 1.
    private static UNetCheckpoint Drawn(UNetSettings shape, Parametrisation prediction)
    {
        var data = new DataDescription("drawn", 100, shape.Image.Dimension, shape.Classes, shape.Image, DataScaling.Identity);
        var training = new TrainingSettings { Parametrisation = prediction, LearnsVariance = shape.LearnsVariance };
        var run = new CheckpointMetadata(
            new MlpSettings(data.Dimension, 1, 0, 2, data.Classes), prediction, new VariancePreserving(new LinearSchedule(0.1, 20)), data, training, 0, new LossHistory(training.Steps));
        float[][] weights = [.. new UNetLayout(shape).Entries.Select(static (entry, i) =>
        {
            var values = new float[entry.Shape.Aggregate(static (a, b) => a * b)];
            double deviation = entry.Shape.Length > 1 ? 1 / Math.Sqrt(values.Length / entry.Shape[0]) : 0.1;
            Normals.Fill(values.AsSpan(), values.Length, 0, new NoiseKey(4, (uint)i, NoisePurpose.Weights), deviation);
            bool isGain = entry.Shape.Length == 1 && entry.Name.EndsWith(".weight", StringComparison.Ordinal);
            return isGain ? Array.ConvertAll(values, static value => 1 + value) : values;
        })];
        return new UNetCheckpoint(new UNetMetadata(shape, run), weights);
    }

    // The greatest difference of ε, and of what was learned of variances, relative to the greatest of its row.
    private static double Distance<T>(UNetCheckpoint checkpoint)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using OnnxNetwork network = OnnxNetwork.Of(checkpoint, "drawn", isDouble: typeof(T) == typeof(double));
        Func<long, int>? labels = checkpoint.Data.Classes > 0 ? Label : null;
        var outside = new OnnxScore<T>(network, labels);
        var own = new TileScore<T>((type, device) => TorchUNet.Of(checkpoint, type, device), checkpoint.Parametrisation, labels, range: checkpoint.Range);
        var space = new TileSpace<T>(Rows, own.Dimension);
        (Tile<T> x, Tile<T> a, Tile<T> b) = (space.Allocate(), space.Allocate(), space.Allocate());
        (Tile<T> v, Tile<T> w) = (space.Allocate(), space.Allocate());
        Assert.Equal((checkpoint.Network.LearnsVariance, checkpoint.Network.LearnsVariance), (own.OffersVariance, outside.OffersVariance));
        double worst = 0;
        for (int point = 0; point < Levels; point++)
        {
            space.MoveTo(point * Rows, Rows);
            uint bits = new NoiseKey(9, 0, NoisePurpose.Data).Block(point, 0).X0;
            NoiseLevel level = checkpoint.Process.At(own.Range.Minimum + ((1 - own.Range.Minimum) * (bits / 4294967296.0)));
            space.FillNormal(x, 1, new NoiseKey(3, 0, NoisePurpose.Prior));
            own.Evaluate(x, level, a);
            outside.Evaluate(x, level, b);
            worst = Math.Max(worst, Apart(a, b));
            if (own.TryEvaluateWithVariance(x, level, a, v))
            {
                Assert.True(outside.TryEvaluateWithVariance(x, level, b, w));
                worst = Math.Max(worst, Math.Max(Apart(a, b), Apart(v, w)));
            }
        }

        return worst;

        double Apart(Tile<T> one, Tile<T> two)
        {
            double most = 0;
            for (int row = 0; row < Rows; row++)
            {
                double size = 1;
                double difference = 0;
                for (int i = row * own.Dimension; i < (row + 1) * own.Dimension; i++)
                {
                    size = Math.Max(size, Math.Abs(double.CreateChecked(one.Values[i])));
                    difference = Math.Max(difference, Math.Abs(double.CreateChecked(one.Values[i] - two.Values[i])));
                }

                most = Math.Max(most, difference / size);
            }

            return most;
        }
    }
}
