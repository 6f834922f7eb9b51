namespace ScoreSde.Adaptive;

/// <summary>A sample did not reach its end within the steps allowed.</summary>
public sealed class StepLimitException(string method, long sample, double time, int steps)
    : Exception($"{method} did not bring sample {sample} past time {time:G6} in {steps} steps; loosen the tolerance or allow more steps.")
{
    /// <summary>Name of the method.</summary>
    public string Method { get; } = method;

    /// <summary>Index of the sample.</summary>
    public long Sample { get; } = sample;

    /// <summary>Where it stood.</summary>
    public double Time { get; } = time;
}
