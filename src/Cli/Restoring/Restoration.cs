using ScoreSde.Inverse;

namespace ScoreSde.Cli.Restoring;

/// <summary>What came of a restoration, all in the data's units, and how good it is.</summary>
internal sealed class Restoration
{
    /// <param name="truth">x₀.</param>
    /// <param name="measurement">y.</param>
    /// <param name="samples">The samples, row-major.</param>
    public Restoration(float[] truth, Measurement measurement, float[] samples)
    {
        (Truth, Measurement, Samples) = (truth, measurement, samples);
        int d = truth.Length;
        int count = samples.Length / d;
        Mean = new float[d];
        Deviation = new float[d];
        Residuals = new double[count];
        double errors = 0;
        var row = new double[d];
        var residual = new double[measurement.Operator.Outputs];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < d; j++)
            {
                row[j] = samples[(i * d) + j];
                errors += Square(row[j] - truth[j]);
            }

            measurement.Residual(row, residual);
            Residuals[i] = Math.Sqrt(residual.Sum(Square) / residual.Length);
        }

        for (int j = 0; j < d; j++)
        {
            (double sum, double squares) = (0, 0);
            for (int i = 0; i < count; i++)
            {
                sum += samples[(i * d) + j];
            }

            for (int i = 0; i < count; i++)
            {
                squares += Square(samples[(i * d) + j] - (sum / count));
            }

            Mean[j] = (float)(sum / count);
            Deviation[j] = (float)Math.Sqrt(squares / Math.Max(1, count - 1));
        }

        Seen = ReadSeen(measurement, d);
        SampleError = Math.Sqrt(errors / samples.Length);
        MeanError = Math.Sqrt(Enumerable.Range(0, d).Average(j => Square(Mean[j] - truth[j])));
        Spread = Math.Sqrt(Deviation.Average(value => Square(value)));
        Residual = Math.Sqrt(Residuals.Average(Square));
    }

    /// <summary>x₀.</summary>
    public float[] Truth { get; }

    /// <summary>y.</summary>
    public Measurement Measurement { get; }

    /// <summary>The samples, row-major.</summary>
    public float[] Samples { get; }

    /// <summary>The mean of the samples.</summary>
    public float[] Mean { get; }

    /// <summary>The standard deviation of the samples, number by number; 0 of a single one.</summary>
    public float[] Deviation { get; }

    /// <summary>What the measurement itself looks like in the space of samples; NaN where it says nothing.</summary>
    public float[] Seen { get; }

    /// <summary>What particles say of p(y); null of methods without.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>RMS of y − A x, sample by sample.</summary>
    public double[] Residuals { get; }

    /// <summary>RMS of sample − truth.</summary>
    public double SampleError { get; }

    /// <summary>RMS of mean − truth.</summary>
    public double MeanError { get; }

    /// <summary>RMS of the deviation.</summary>
    public double Spread { get; }

    /// <summary>RMS of y − A x over all samples.</summary>
    public double Residual { get; }

    // A measurement of a picture's size is one; of fewer numbers the least-norm sample that fits is shown.
    private static float[] ReadSeen(Measurement measurement, int d)
    {
        if (measurement.Operator.Outputs == d)
        {
            return [.. measurement.Values.ToArray().Select(value => (float)value)];
        }

        var seen = new double[d];
        var weight = new double[d];
        for (int k = 0; k < measurement.Singular.Rank; k++)
        {
            ReadOnlySpan<double> v = measurement.Singular.Right(k);
            for (int j = 0; j < d; j++)
            {
                seen[j] += measurement.Coordinates[k] * v[j];
                weight[j] += v[j] * v[j];
            }
        }

        const double Nothing = 1e-12;
        return [.. seen.Select((value, j) => weight[j] < Nothing ? float.NaN : (float)value)];
    }

    private static double Square(double value) => value * value;
}
