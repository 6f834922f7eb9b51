using ScoreSde.Metrics;

namespace ScoreSde.Cli.Reports;

/// <summary>One solver under one budget.</summary>
/// <param name="Solver">The name by which it was asked for.</param>
/// <param name="Budget">The evaluations allowed.</param>
/// <param name="Steps">The most steps that fit.</param>
/// <param name="Evaluations">The evaluations that each sample took, counted.</param>
/// <param name="Seconds">Wall time of the sampling alone, after the code was warm.</param>
/// <param name="Samples">Samples drawn.</param>
/// <param name="Metrics">The measures; empty where the run failed.</param>
/// <param name="Failure">Why there are no measures, or null.</param>
internal sealed record CompareRow(
    string Solver,
    int Budget,
    int Steps,
    int Evaluations,
    double Seconds,
    int Samples,
    IReadOnlyDictionary<string, MetricValue> Metrics,
    string? Failure = null)
{
    /// <summary>Samples in a second.</summary>
    public double SamplesPerSecond => Samples / Seconds;
}
