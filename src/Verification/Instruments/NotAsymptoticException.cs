namespace ScoreSde.Verification.Instruments;

/// <summary>Errors did not settle to a power of the step within the range that was allowed. Carries them.</summary>
public sealed class NotAsymptoticException(IReadOnlyList<(int Steps, double Error)> trace)
    : Exception("No asymptotic range: " + string.Join(", ", (trace ?? throw new ArgumentNullException(nameof(trace))).Select(static point => $"{point.Steps}: {point.Error:E3}")) + ".")
{
    /// <summary>Steps and error of each grid tried.</summary>
    public IReadOnlyList<(int Steps, double Error)> Trace { get; } = trace;
}
