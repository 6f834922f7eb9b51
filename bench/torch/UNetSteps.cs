using System.Diagnostics;
using System.Globalization;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Torch;
using ScoreSde.Torch.Training;
using ScoreSde.Training;

namespace ScoreSde.TorchBench;

/// <summary>Steps a second of training a U-Net of 28 × 28 pictures in ten classes, on made-up pictures: noise, AdamW, clipping and average included.</summary>
internal static class UNetSteps
{
    private const int Pictures = 2048;
    private const int Before = 5;

    /// <summary>Trains; the clock starts after some steps.</summary>
    public static string Run(torch.Device device, int channels, int batch, int steps, bool mixed, int blocks)
    {
        var shape = new ImageShape(28, 28);
        var pictures = new float[Pictures * shape.Dimension];
        for (int i = 0; i < pictures.Length; i++)
        {
            pictures[i] = (float)Math.Sin(i * 0.37);
        }

        int[] labels = [.. Enumerable.Range(0, Pictures).Select(row => row % 10)];
        var data = new DataSet("waves", pictures, shape.Dimension, DataScaling.Identity, labels, 10, shape);
        var settings = new TrainingSettings { Steps = steps + Before, Batch = batch, WarmUp = Before };
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        UNetTraining training = UNetTraining.Start(UNetSettings.For(shape, 10, channels) with { Blocks = blocks }, settings, process, DataDescription.Of(data));
        var clock = new Clock();
        training.Run(data, new TorchTrainerOptions { Device = device, MixedPrecision = mixed, Progress = clock });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"stepsPerSecond\": {steps / clock.Seconds:R}, \"parameters\": {training.ParameterCount}, \"loss\": {training.Losses.Smoothed:R}}}");
    }

    // Each step asks the device for its loss, so that a report comes when the step is done.
    private sealed class Clock : IProgress<TrainingProgress>
    {
        private long start;
        private long last;

        public double Seconds => Stopwatch.GetElapsedTime(start, last).TotalSeconds;

        public void Report(TrainingProgress value)
        {
            last = Stopwatch.GetTimestamp();
            start = value.Step == Before ? last : start;
        }
    }
}
