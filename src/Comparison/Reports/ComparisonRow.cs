using ScoreSde.Metrics;

namespace ScoreSde.Comparison.Reports;

/// <summary>One solver under one budget.</summary>
/// <param name="Solver">The name by which it was asked for.</param>
/// <param name="Grid">The name of the grid; null for a method that chooses its steps.</param>
/// <param name="Budget">The evaluations allowed; null for a method that chooses its steps.</param>
/// <param name="Steps">The most steps that fit; those that were tried for a sample, on average, where the method chooses.</param>
/// <param name="Evaluations">The evaluations that each sample took, counted; their mean where samples differ.</param>
/// <param name="Seconds">Wall time of the sampling alone, after the code was warm.</param>
/// <param name="Samples">Samples drawn.</param>
/// <param name="Metrics">The measures, by their names; empty where the run failed.</param>
/// <param name="Failure">Why there are no measures, or null.</param>
public sealed record ComparisonRow(
    string Solver,
    string? Grid,
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

    /// <summary>The first samples in the data's units, row-major, as many as were asked for; empty where the run failed.</summary>
    public ReadOnlyMemory<float> Kept { get; init; }
}
