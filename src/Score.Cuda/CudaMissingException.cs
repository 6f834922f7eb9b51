namespace ScoreSde.Cuda;

/// <summary>The kernel cannot run on this machine: no driver, no card, no compiler, or a card that is too old.</summary>
/// <param name="reason">What is missing, as a sentence.</param>
public sealed class CudaMissingException(string reason) : NotSupportedException(reason);
