using ScoreSde.Special;

namespace ScoreSde.Schedules;

/// <summary>
/// The variance-exploding clock B(t) = σ_min² (r²ᵗ − 1), r = σ_max/σ_min, so that √B runs up to √(σ_max² − σ_min²).
/// β(t) = 2 σ_min² ln r · r²ᵗ. Song et al. 2021, eq. (30).
/// </summary>
/// <remarks>Song et al. write σ(t) = σ_min rᵗ and leave out the −1, so that σ(0) = σ_min although x(0) is data; here σ(0) = 0.</remarks>
public sealed record GeometricSchedule : INoiseSchedule
{
    /// <param name="sigmaMin">σ_min &gt; 0, 0.01 in Song et al.</param>
    /// <param name="sigmaMax">σ_max &gt; σ_min, 50 in Song et al. for data of unit size.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt; σ_min &lt; σ_max, or so far apart or so large or small that their squares are no numbers.</exception>
    public GeometricSchedule(double sigmaMin = 0.01, double sigmaMax = 50)
    {
        SigmaMin = Require.Positive(sigmaMin);
        SigmaMax = Require.Positive(sigmaMax);
        if (sigmaMax <= sigmaMin)
        {
            throw new ArgumentOutOfRangeException(nameof(sigmaMax), sigmaMax, "sigmaMax must be greater than sigmaMin.");
        }

        // B = σ_min² (r²ᵗ − 1) and its inverse go by r²; a double has no room for r above 1e154, nor for σ² of very small or large levels.
        if (!double.IsFinite(1 / (sigmaMin * sigmaMin)) || !double.IsFinite(Exponentials.Expm1(TwoLogRatio)) || !double.IsFinite(Beta(1)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sigmaMax), sigmaMax, "The squares of sigmaMin and of sigmaMax/sigmaMin must be numbers that a double holds: sigmaMax/sigmaMin below 1e154 and both levels from 1e-153 to 1e152.");
        }
    }

    /// <summary>σ_min.</summary>
    public double SigmaMin { get; }

    /// <summary>σ_max.</summary>
    public double SigmaMax { get; }

    /// <inheritdoc/>
    public string Name => $"geometric:{SigmaMin:R},{SigmaMax:R}";

    private double TwoLogRatio => 2 * Math.Log(SigmaMax / SigmaMin);

    /// <inheritdoc/>
    public double Beta(double t) => SigmaMin * SigmaMin * TwoLogRatio * Math.Exp(TwoLogRatio * t);

    /// <inheritdoc/>
    public double Integral(double t) => SigmaMin * SigmaMin * Exponentials.Expm1(TwoLogRatio * t);

    /// <inheritdoc/>
    public double Integral(double a, double b) =>
        SigmaMin * SigmaMin * Math.Exp(TwoLogRatio * a) * Exponentials.Expm1(TwoLogRatio * (b - a));

    /// <inheritdoc/>
    public double TimeOfIntegral(double integral)
    {
        ScheduleGuard.Integral(integral, Integral(1));
        return Math.Min(1, Exponentials.Log1p(integral / (SigmaMin * SigmaMin)) / TwoLogRatio);
    }
}
