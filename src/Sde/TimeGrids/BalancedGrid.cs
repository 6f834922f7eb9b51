using ScoreSde.Processes;

namespace ScoreSde.TimeGrids;

/// <summary>
/// The default grid: θ = arctan √(σ̃/1.6) uniform, σ̃ = σ/α, so that levels are as dense in λ = −ln σ̃ as 1/cosh(½ (λ + ln 1.6)): densest where data of
/// unit size and noise mix, thinner on both sides as fast as steps there may grow. It depends on the process through its levels alone: every schedule
/// gets the same levels at other times.
/// </summary>
/// <remarks>
/// On vp with β from 0.1 to 20 these are nearly the levels of <see cref="Grids.Quadratic(int, double)"/>. Why this rule, with figures:
/// docs/decisions/0010.
/// </remarks>
public static class BalancedGrid
{
    /// <summary>Where α has fallen to this at a schedule's end, going further up changes nothing of the data that is left, and costs steps.</summary>
    private const double LeastMeanScale = 0.005;

    /// <summary>σ/α where levels are densest.</summary>
    private const double Middle = 1.6;

    /// <summary>σ/α below this is left to the step to 0, whose x̂₀ loses a share (σ/α)²/v of the variance v.</summary>
    private const double LeastRatio = 1e-3;

    /// <summary>
    /// The grid: θ_i = θ_0 + (θ_last − θ_0) i/(n − 1), then t = 0, with θ_last = θ_0/n or that of the lowest level that the model knows, if higher.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="steps">n, at least 1.</param>
    /// <param name="within">The times that the model knows; all where null.</param>
    public static TimeGrid Of(IDiffusionProcess process, int steps, TimeRange? within = null)
    {
        ArgumentNullException.ThrowIfNull(process);
        Require.Steps(steps);
        within ??= TimeRange.Whole;
        double start = StartOf(process, within);
        double first = Angle(process.At(start).Ratio);
        double last = Math.Max(first / steps, LowestAngle(process, within));
        var times = new double[steps + 1];
        times[0] = start;
        for (int i = 1; i < steps; i++)
        {
            double tangent = Math.Tan(first + (i * (last - first) / (steps - 1)));
            times[i] = Math.Max(within.Minimum, process.AtLambda(-Math.Log(Middle * tangent * tangent)).Time);
        }

        times[steps] = 0;
        return new TimeGrid("balanced", times);
    }

    /// <summary>
    /// The time at which a run starts that is free to choose: the highest that the model knows, or where α = 0.005 if that is lower. There a
    /// schedule has as little left of the data as the usual ones have at t = 1. Where a model knows α = 0 itself, that: such a start has no error.
    /// </summary>
    public static double StartOf(IDiffusionProcess process, TimeRange within)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(within);
        double target = Math.Log(LeastMeanScale);
        NoiseLevel top = process.At(within.Maximum);
        if (top.LogMeanScale >= target || top.IsPureNoise)
        {
            return within.Maximum;
        }

        (double low, double high) = (within.Minimum, within.Maximum);
        for (double middle = 0.5 * (low + high); middle > low && middle < high; middle = 0.5 * (low + high))
        {
            (low, high) = process.At(middle).LogMeanScale >= target ? (middle, high) : (low, middle);
        }

        return low > within.Minimum ? low : within.Maximum;
    }

    private static double LowestAngle(IDiffusionProcess process, TimeRange within)
    {
        double ratio = within.Minimum > 0 ? process.At(within.Minimum).Ratio : 0;
        return Angle(Math.Max(ratio, LeastRatio));
    }

    private static double Angle(double ratio) => Math.Atan(Math.Sqrt(ratio / Middle));
}
