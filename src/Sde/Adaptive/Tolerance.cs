namespace ScoreSde.Adaptive;

/// <summary>
/// What error a step may have: its norm is √(mean over coordinates of (error/(absolute + relative · size))²), of each sample on its own.
/// </summary>
/// <param name="Relative">Of the size of a coordinate.</param>
/// <param name="Absolute">In the units of the data; greater than 0.</param>
/// <param name="MostSteps">Attempts for one sample, after which the run fails.</param>
public sealed record Tolerance(double Relative = 1e-4, double Absolute = 1e-4, int MostSteps = 10_000)
{
    /// <summary>Of the size of a coordinate.</summary>
    public double Relative { get; } = Require.NonNegative(Relative);

    /// <summary>In the units of the data.</summary>
    public double Absolute { get; } = Require.Positive(Absolute);

    /// <summary>Attempts for one sample.</summary>
    public int MostSteps { get; } = Require.Positive(MostSteps);
}
