namespace ScoreSde.Training;

/// <summary>
/// The loss or the gradient became infinite or not a number. The weights are those before the step that failed.
/// </summary>
public sealed class TrainingDivergedException(int step, string quantity)
    : Exception($"The {quantity} of training step {step + 1} is not finite; a lower learning rate may help.")
{
    /// <summary>The step that failed, from 0.</summary>
    public int Step { get; } = step;

    /// <summary>What was not finite: the loss or the gradient.</summary>
    public string Quantity { get; } = quantity;
}
