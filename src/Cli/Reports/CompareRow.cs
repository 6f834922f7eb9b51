using ScoreSde.Metrics;

namespace ScoreSde.Cli.Reports;

/// <summary>One solver under one budget.</summary>
/// <param name="Solver">The name by which it was asked for.</param>
/// <param name="Budget">The evaluations allowed; null for a method that chooses its steps.</param>
/// <param name="Steps">The most steps that fit; those that were tried for a sample, on average, where the method chooses.</param>
/// <param name="Evaluations">The evaluations that each sample took, counted; their mean where samples differ.</param>
/// <param name="Seconds">Wall time of the sampling alone, after the code was warm.</param>
/// <param name="Samples">Samples drawn.</param>
/// <param name="Metrics">The measures; empty where the run failed.</param>
/// <param name="Failure">Why there are no measures, or null.</param>
internal sealed record CompareRow(
    string Solver,
    int? Budget,
    double Steps,
    double Evaluations,
    double Seconds,
    int Samples,
    IReadOnlyDictionary<string, MetricValue> Metrics,
    string? Failure = null)
{
    /// <summary>Samples in a second.</summary>
    public double SamplesPerSecond => Samples / Seconds;
}
