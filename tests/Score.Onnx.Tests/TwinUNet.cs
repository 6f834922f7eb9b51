using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Tests;

/// <summary>
/// A small U-Net as a checkpoint, and what PyTorch (libtorch 1.13, float64) answers for it: tests/Score.Torch.Tests/Networks/Twin, made by
/// bench/peers/examples.py.
/// </summary>
internal static class TwinUNet
{
    private static readonly TensorFile File = TensorReader.Read(Path.Combine(AppContext.BaseDirectory, "Twin", "unet.safetensors"));

    /// <summary>Its shape.</summary>
    public static UNetSettings Settings { get; } = new(new ImageShape(8, 4, 2), 4, [1, 2], 1, [1], 2, 6, 3);

    /// <summary>x, row after row.</summary>
    public static double[] Inputs => File.Find("example.x")!.ToArray<double>();

    /// <summary>λ of each row.</summary>
    public static double[] Levels => File.Find("example.levels")!.ToArray<double>();

    /// <summary>The class of each row, −1 for none.</summary>
    public static int[] Labels => [.. File.Find("example.labels")!.ToArray<long>().Select(label => label == Settings.Classes ? -1 : (int)label)];

    /// <summary>The network's answers.</summary>
    public static double[] Outputs => File.Find("example.output")!.ToArray<double>();

    /// <summary>The checkpoint; with variances its second last convolution makes w = −2 y of what the twin makes y of.</summary>
    /// <param name="learnsVariance">Whether it has that convolution.</param>
    public static UNetCheckpoint Checkpoint(bool learnsVariance = false)
    {
        var data = new DataDescription("colours", 100, Settings.Image.Dimension, Settings.Classes, Settings.Image, new DataScaling(127.5, 127.5));
        var training = new TrainingSettings { Parametrisation = Parametrisation.Noise, LearnsVariance = learnsVariance };
        var run = new CheckpointMetadata(
            new MlpSettings(data.Dimension, 1, 0, 2, data.Classes), training.Parametrisation, new VariancePreserving(new LinearSchedule(0.1, 20)), data, training, 0, new LossHistory(training.Steps));
        UNetSettings settings = Settings with { LearnsVariance = learnsVariance };
        return new UNetCheckpoint(new UNetMetadata(settings, run), [.. new UNetLayout(settings).Entries.Select(static entry => Weights(entry.Name))]);
    }

    /// <summary>A network of pictures of one colour, 8 by 4, whose kernels are mirrored in themselves left to right.</summary>
    public static UNetCheckpoint Grey()
    {
        var settings = new UNetSettings(new ImageShape(8, 4, 1), 4, [1], 1, [0], 2, 6, 0);
        var data = new DataDescription("grey", 100, 32, 0, settings.Image, new DataScaling(127.5, 127.5));
        var training = new TrainingSettings { Parametrisation = Parametrisation.Noise };
        var run = new CheckpointMetadata(
            new MlpSettings(32, 1, 0, 2, 0), training.Parametrisation, new VariancePreserving(new LinearSchedule(0.1, 20)), data, training, 0, new LossHistory(training.Steps));
        var random = new Random(11);
        return new UNetCheckpoint(new UNetMetadata(settings, run), [.. new UNetLayout(settings).Entries.Select(entry =>
        {
            float[] values = [.. Enumerable.Range(0, entry.Shape.Aggregate(1, static (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5))];
            for (int i = 0; entry.Shape is [_, _, _, 3] && i < values.Length; i += 3)
            {
                values[i + 2] = values[i];
            }

            return values;
        })]);
    }

    private static float[] Weights(string name)
    {
        if (!name.StartsWith("variance", StringComparison.Ordinal))
        {
            return File.Find(name)!.ToArray<float>();
        }

        return Array.ConvertAll(File.Find(name.Replace("variance", "output", StringComparison.Ordinal))!.ToArray<float>(), static value => -2 * value);
    }
}
