using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

/// <summary>Compares a metric's standard errors with the spread of its values over independent repetitions.</summary>
internal static class ErrorHonesty
{
    private const int Repetitions = 1000;
    private const int Count = 60;

    public static void Check(ISampleMetric metric, double shift)
    {
        var values = new double[Repetitions];
        double errors = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            MetricValue value = metric.Evaluate(
                Points.Normal(Count, 2, 100 + (ulong)(2 * i)), Points.Normal(Count, 2, 101 + (ulong)(2 * i), shift));
            values[i] = value.Value;
            errors += value.StandardError / Repetitions;
        }

        // The standard deviation over r repetitions has itself a relative error of 1/√(2r) = 2.2 %; 4.5 of them, 10 %, are α = 7e-6.
        double mean = values.Average();
        double spread = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (Repetitions - 1));
        double tolerance = 4.5 / Math.Sqrt(2 * Repetitions);
        Assert.InRange(errors / spread, 1 - tolerance, 1 + tolerance);
    }
}
