using ScoreSde.Cli.Output;
using ScoreSde.Training;

namespace ScoreSde.Cli.Keeping;

/// <summary>
/// Training in stretches, with a save between two of them. A stretch ends as a stopped run does, between two steps, and the next goes on as a resumed one:
/// to the same bits.
/// </summary>
internal static class SavedTraining
{
    /// <summary>Trains until the run is finished or the person asks to stop; the last save is the caller's.</summary>
    /// <param name="interval">When to save.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="terminal">Whose cancellation stops the run.</param>
    /// <param name="isFinished">Whether the last step is done.</param>
    /// <param name="train">Carries the run on until its last step or the cancellation of the terminal it is given.</param>
    /// <param name="save">Saves the run as it stands.</param>
    public static void Run(
        SaveInterval interval,
        IProgress<TrainingProgress> progress,
        Terminal terminal,
        Func<bool> isFinished,
        Action<Terminal, IProgress<TrainingProgress>> train,
        Action save)
    {
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(terminal.Cancellation);
            train(terminal with { Cancellation = pause.Token }, new SavePoint(progress, interval, pause));
            if (isFinished() || terminal.Cancellation.IsCancellationRequested)
            {
                return;
            }

            save();
        }
    }
}
