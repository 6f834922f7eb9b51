using ScoreSde.Schedules;
using ScoreSde.Special;

namespace ScoreSde.Processes;

/// <summary>
/// Any x_t = α(t) x₀ + σ(t) ε from two functions, α(0) = 1 and σ(0) = 0, σ/α strictly increasing: the linear SDE with f = α'/α and g² = 2 σ (σ' − f σ).
/// Särkkä and Solin 2019, §5.5; Albergo et al. 2023.
/// </summary>
/// <remarks>
/// σ is asked at small t and must keep its digits there. Slopes that are not given are central differences of order 4, good to about nine digits. α(1) may be 0.
/// </remarks>
public sealed class GaussianPath : IDiffusionProcess
{
    private readonly Func<double, double> meanScale;
    private readonly Func<double, double> deviation;
    private readonly Func<double, double> meanScaleSlope;
    private readonly Func<double, double> deviationSlope;

    /// <param name="name">The short name.</param>
    /// <param name="meanScale">α(t), t ∈ [0, 1]: 1 at 0, then positive; 0 at t = 1 at most.</param>
    /// <param name="deviation">σ(t): 0 at 0, then positive.</param>
    /// <param name="meanScaleSlope">α'(t); by differences where null.</param>
    /// <param name="deviationSlope">σ'(t); by differences where null.</param>
    /// <exception cref="ArgumentException">An end of a function is another.</exception>
    public GaussianPath(
        string name,
        Func<double, double> meanScale,
        Func<double, double> deviation,
        Func<double, double>? meanScaleSlope = null,
        Func<double, double>? deviationSlope = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(meanScale);
        ArgumentNullException.ThrowIfNull(deviation);
        if (meanScale(0) != 1 || !(meanScale(1) is >= 0 and <= double.MaxValue))
        {
            throw new ArgumentException($"α must be 1 at t = 0 and not negative at t = 1, not {meanScale(0):R} and {meanScale(1):R}.", nameof(meanScale));
        }

        if (deviation(0) != 0 || !(deviation(1) is > 0 and <= double.MaxValue))
        {
            throw new ArgumentException($"σ must be 0 at t = 0 and greater than 0 at t = 1, not {deviation(0):R} and {deviation(1):R}.", nameof(deviation));
        }

        Name = name;
        this.meanScale = meanScale;
        this.deviation = deviation;
        this.meanScaleSlope = meanScaleSlope ?? (t => Slope(meanScale, t));
        this.deviationSlope = deviationSlope ?? (t => Slope(deviation, t));
        Schedule = new Clock(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>B = ln(1 + σ²/α²): the clock of the variance-preserving process of the same σ/α.</summary>
    public INoiseSchedule Schedule { get; }

    /// <summary>√(α² + σ²) at t = 1: data of unit variance.</summary>
    public double PriorDeviation => PriorDeviationAt(At(1));

    /// <summary>√(α² + σ²): data of unit variance.</summary>
    public double PriorDeviationAt(NoiseLevel level) => Math.Sqrt((level.MeanScale * level.MeanScale) + level.Variance);

    /// <summary>α'/α.</summary>
    public double DriftRate(double t) => meanScaleSlope(t) / meanScale(t);

    /// <summary>2 σ (σ' − f σ).</summary>
    public double DiffusionSquared(double t) => 2 * deviation(t) * (deviationSlope(t) - (DriftRate(t) * deviation(t)));

    /// <inheritdoc/>
    public NoiseLevel At(double t)
    {
        Require.Between(t, 0, 1);
        double log = Math.Log(meanScale(t));
        double sigma = deviation(t);
        return new(t, log, sigma, log - Math.Log(sigma));
    }

    /// <summary>By bisection of λ(t) to the last bit of t.</summary>
    public NoiseLevel AtLambda(double lambda)
    {
        NoiseLevel top = At(1);
        if (!(lambda >= top.Lambda - (1e-12 * (1 + Math.Abs(top.Lambda)))))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, $"λ must not lie below λ(1) = {top.Lambda:R}.");
        }

        if (lambda <= top.Lambda)
        {
            return top;
        }

        (double low, double high) = (0, 1);
        for (double middle = 0.5; middle > low && middle < high; middle = 0.5 * (low + high))
        {
            (low, high) = At(middle).Lambda > lambda ? (middle, high) : (low, middle);
        }

        return At(high);
    }

    // (8 (y₁ − y₋₁) − (y₂ − y₋₂))/(12 h), within [0, 1].
    private static double Slope(Func<double, double> function, double t)
    {
        double at = Math.Clamp(t, 1e-9, 1 - 1e-9);
        double h = Math.Min(1e-3, 0.4 * Math.Min(at, 1 - at));
        return ((8 * (function(at + h) - function(at - h))) - (function(at + (2 * h)) - function(at - (2 * h)))) / (12 * h);
    }

    private sealed class Clock(GaussianPath path) : INoiseSchedule
    {
        public string Name => path.Name;

        // dB/dt = −2 λ' σ²/(α² + σ²), −λ' = σ'/σ − α'/α.
        public double Beta(double t)
        {
            (double a, double s) = (path.meanScale(t), path.deviation(t));
            return 2 * s * ((path.deviationSlope(t) * a) - (path.meanScaleSlope(t) * s)) / (a * ((a * a) + (s * s)));
        }

        public double Integral(double t) => Exponentials.LogOnePlusExp(-2 * path.At(t).Lambda);

        public double TimeOfIntegral(double integral)
        {
            ScheduleGuard.Integral(integral, Integral(1));
            return integral == 0 ? 0 : path.AtLambda(-0.5 * Math.Log(Exponentials.Expm1(integral))).Time;
        }
    }
}
