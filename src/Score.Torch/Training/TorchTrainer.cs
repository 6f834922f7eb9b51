using ScoreSde.Data;
using ScoreSde.Torch.Networks;
using ScoreSde.Training;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Training;

/// <summary>
/// <see cref="Trainer"/> on tensors: the same loss, data order, times, noise, optimiser and averages, and the same checkpoints, so that a
/// run may begin on one and end on the other. Weights agree to rounding, which training makes grow.
/// </summary>
public static class TorchTrainer
{
    /// <summary>
    /// Carries the state on until its last step, <see cref="TorchTrainerOptions.Until"/> or cancellation, whichever comes first.
    /// Cancellation does not throw. Whatever happens, the state is that after a whole number of steps.
    /// </summary>
    /// <exception cref="ArgumentException">The data is not what the state was made for.</exception>
    /// <exception cref="DeviceMemoryException">The rows do not fit in the device's memory.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the gradient became infinite or not a number.</exception>
    public static void Run(TrainingState state, DataSet data, TorchTrainerOptions? options = null)
    {
        options ??= new TorchTrainerOptions();
        if (DataDescription.Of(data) != state.Data)
        {
            throw new ArgumentException($"The training state is for {state.Data}, not for {DataDescription.Of(data)}.", nameof(data));
        }

        using TorchMlp network = new(state.Network.Settings, ScalarType.Float32, options.Device);
        network.Weights.Write(state.Network.Parameters.Select(parameter => parameter.Values));
        using var optimiser = new FlatAdam(network.Weights, state.Settings) { StepsBefore = state.StepsBefore ?? 0 };
        optimiser.Write(state.Average, state.FirstMoment, state.SecondMoment);
        try
        {
            new TrainingLoop(state.Settings, state.Losses, options).Run(
                network, optimiser, state.Process, data, state.Step, step => state.Step = step);
        }
        finally
        {
            Copy(network.Weights.Read(network.Weights.Flat), [.. state.Network.Parameters.Select(parameter => parameter.Values)]);
            Copy(network.Weights.Read(optimiser.Average), state.Average);
            Copy(network.Weights.Read(optimiser.First), state.FirstMoment);
            Copy(network.Weights.Read(optimiser.Second), state.SecondMoment);
            state.Network.WeightsChanged();
        }
    }

    private static void Copy(float[][] source, float[][] target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            source[i].CopyTo(target[i], 0);
        }
    }
}
