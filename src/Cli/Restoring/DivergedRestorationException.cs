namespace ScoreSde.Cli.Restoring;

/// <summary>A restoration whose samples are of no use, so that none are kept.</summary>
internal sealed class DivergedRestorationException(string method, string reason) : Exception(
    $"Method '{method}' diverged: {reason}. Its steps are too long, or the model holds no such data: give more --steps, another --method or a larger --noise; nothing was written.");
