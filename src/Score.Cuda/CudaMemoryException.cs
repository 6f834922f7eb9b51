namespace ScoreSde.Cuda;

/// <summary>The device has no memory left for what was asked; the run leaves no output.</summary>
/// <param name="message">What was asked.</param>
public sealed class CudaMemoryException(string message) : Exception(message);
