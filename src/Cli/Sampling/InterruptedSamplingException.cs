namespace ScoreSde.Cli.Sampling;

/// <summary>Sampling ended before its end, and what is done is kept; the message says where, and how to go on.</summary>
internal sealed class InterruptedSamplingException(string message, Exception cause) : Exception(message, cause);
