using ScoreSde.Data;

namespace ScoreSde.Training;

/// <summary>
/// Denoising score matching: minimises E_t w(t) ‖ε − ε_θ(α x₀ + σ ε, t)‖² over the data by AdamW. The weights after n steps
/// are a function of settings, process and data, the same to the bit for any number of threads and however often the run was
/// stopped, saved and resumed.
/// </summary>
public static class Trainer
{
    /// <summary>
    /// Carries the state on until its last step, <see cref="TrainerOptions.Until"/> or cancellation, whichever comes first.
    /// Cancellation does not throw: look at <see cref="TrainingState.Step"/>, save the state, resume.
    /// </summary>
    /// <exception cref="ArgumentException">The data is not what the state was made for.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the gradient became infinite or not a number.</exception>
    public static void Run(TrainingState state, DataSet data, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainerOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Until);
        if (DataDescription.Of(data) != state.Data)
        {
            throw new ArgumentException($"The training state is for {state.Data}, not for {DataDescription.Of(data)}.", nameof(data));
        }

        using var team = new WorkerTeam(options.Threads);
        var step = new TrainingStep(state, data, team);
        int until = options.Until > 0 ? Math.Min(options.Until, state.Settings.Steps) : state.Settings.Steps;
        while (state.Step < until && !options.Cancellation.IsCancellationRequested)
        {
            TrainingProgress progress = step.Run();
            options.Progress?.Report(progress);
        }
    }
}
