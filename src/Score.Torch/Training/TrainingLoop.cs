using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Torch.Networks;
using ScoreSde.Training;

namespace ScoreSde.Torch.Training;

/// <summary>The loop over steps, for any network.</summary>
internal sealed class TrainingLoop(TrainingSettings settings, LossHistory losses, TorchTrainerOptions options)
{
    public void Run(
        TorchNetwork network, FlatAdam optimiser, IDiffusionProcess process, DataSet data, int first, Action<int> stepDone)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Until);
        ArgumentOutOfRangeException.ThrowIfNegative(options.RowsAtOnce);
        int until = options.Until > 0 ? Math.Min(options.Until, settings.Steps) : settings.Steps;
        int rows = options.RowsAtOnce > 0 ? Math.Min(options.RowsAtOnce, settings.Batch) : settings.Batch;
        network.MixedPrecision = options.MixedPrecision;
        network.Weights.RequireGradients(true);
        try
        {
            using var loss = new DenoisingLoss(network, settings, process, data, rows, options.Noise);
            for (int step = first; step < until && !options.Cancellation.IsCancellationRequested; step++)
            {
                (double value, double norm) = loss.Run(step, optimiser.Gradient);
                double rate = LearningRateSchedule.At(settings, step);
                optimiser.Update(step, rate, norm);
                losses.Add(value, step);
                stepDone(step + 1);
                options.Progress?.Report(new TrainingProgress(step + 1, settings.Steps, value, losses.Smoothed, rate, norm));
            }
        }
        catch (Exception failure) when (DeviceMemory.RanOut(failure))
        {
            throw new DeviceMemoryException($"{options.Device}", rows, failure);
        }
        finally
        {
            network.Weights.RequireGradients(false);
        }
    }
}
