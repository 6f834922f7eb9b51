namespace ScoreSde.Training;

/// <summary>How a run stands after a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The mean of w(t) ‖ε − ε_θ‖²/dimension over the batch of the last step.</param>
/// <param name="SmoothedLoss">Its moving average.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="GradientNorm">The Euclidean norm of the gradient before clipping.</param>
public readonly record struct TrainingProgress(
    int Step, int Steps, double Loss, double SmoothedLoss, double LearningRate, double GradientNorm);
