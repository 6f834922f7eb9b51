using MathNet.Numerics.Distributions;
using ScoreSde.Processes;

namespace ScoreSde.Training;

/// <summary>
/// The law from which the times of a training run are drawn, and the weight 1/p(t) that keeps the mean of the loss. p is the density relative to the uniform law on [t_min, 1].
/// For all but <see cref="TrainingTimes.Uniform"/> p = δ + (1 − δ) r(t) with δ = <see cref="UniformShare"/> (a defensive mixture: Hesterberg 1995), where r is the density of the named law
/// cut to [t_min, 1], in x = ln(σ/α): r = n(x(t)) (1 − t_min)/n([x(t_min), x(1)]) · dx/dt, dx/dt = ½ g²/σ².
/// </summary>
/// <remarks>
/// E_p [L(t)/p(t)] = E_uniform L(t): every law has the same mean loss and the same mean gradient, and differs in their variance. Since p ≥ δ no row weighs more than 1/δ times what it weighs under the uniform law,
/// and the variance is finite wherever the uniform law's is; without δ it is infinite for both normal laws where α(1) = 0, whose tails are lighter than what they are to replace (docs/decisions/0063).
/// </remarks>
public sealed class TimeLaw
{
    /// <summary>δ: the share of rows whose time is uniform under every law.</summary>
    public const double UniformShare = 0.1;

    private const double GreatestRatio = 200;
    private const double LeastMass = 1e-6;

    private readonly TrainingTimes times;
    private readonly IDiffusionProcess process;
    private readonly double minimum;
    private readonly double lowest;
    private readonly double highest;
    private readonly double below;
    private readonly double mass;

    /// <summary>The law of a run's times.</summary>
    /// <param name="settings">Which law, and t_min.</param>
    /// <param name="process">The process, for ln(σ/α).</param>
    /// <exception cref="ArgumentException">The process hardly meets the levels of the named law: less than 10⁻⁶ of it lies within [t_min, 1].</exception>
    public TimeLaw(TrainingSettings settings, IDiffusionProcess process)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(process);
        times = settings.Times;
        this.process = process;
        minimum = settings.MinimumTime;
        lowest = -process.At(minimum).Lambda;
        highest = -process.At(1).Lambda;
        if (times == TrainingTimes.Likelihood)
        {
            highest = Math.Min(highest, Math.Log(GreatestRatio));
        }

        below = Cumulative(lowest);
        mass = Cumulative(highest) - below;
        if (times != TrainingTimes.Uniform && !(mass >= LeastMass))
        {
            throw new ArgumentException(
                $"Training times cannot be {Words}: of that law less than {LeastMass:G1} lies where the process is, σ/α from {Math.Exp(lowest):G3} to {Math.Exp(highest):G3}.", nameof(settings));
        }
    }

    private string Words => times switch
    {
        TrainingTimes.LogitNormal => "logit-normal",
        TrainingTimes.LogNormal => "log-normal",
        _ => "of the likelihood",
    };

    private (double Mean, double Deviation) Normals => times == TrainingTimes.LogNormal ? (-1.2, 1.2) : (0, 1);

    /// <summary>
    /// The time at a share of the law, and the weight 1/p there. A uniform share has the law p; shares below δ are those of the uniform part, each part rising with its shares, so that
    /// strata of shares are strata of both parts.
    /// </summary>
    /// <param name="share">In [0, 1).</param>
    /// <returns>The noise level, its time in [t_min, 1], and 1/p ≤ 1/δ; 1 under the uniform law.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share lies outside [0, 1).</exception>
    public (NoiseLevel Level, double Weight) At(double share)
    {
        if (share is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share of a law lies in [0, 1).");
        }

        if (times == TrainingTimes.Uniform)
        {
            return (process.At(Uniform(share)), 1);
        }

        NoiseLevel level = share < UniformShare
            ? process.At(Uniform(share / UniformShare))
            : Named((share - UniformShare) / (1 - UniformShare));
        return (level, 1 / Density(level));
    }

    /// <summary>p: the density of the law at a level relative to that of the uniform law on [t_min, 1], without unit.</summary>
    /// <param name="level">A level of the process at a time in [t_min, 1].</param>
    public double Density(NoiseLevel level)
    {
        if (times == TrainingTimes.Uniform)
        {
            return 1;
        }

        double x = -level.Lambda;
        if (!(x <= highest) || double.IsPositiveInfinity(x))
        {
            return UniformShare;
        }

        (double mean, double deviation) = Normals;
        double density = times == TrainingTimes.Likelihood ? 1 : Normal.PDF(mean, deviation, x);
        double slope = 0.5 * process.DiffusionSquared(level.Time) / level.Variance;
        return UniformShare + ((1 - UniformShare) * density / mass * slope * (1 - minimum));
    }

    // The share of the named law below x; of the likelihood's law a length, since it is uniform in x.
    private double Cumulative(double x)
    {
        (double mean, double deviation) = Normals;
        return times == TrainingTimes.Likelihood ? x : Normal.CDF(mean, deviation, x);
    }

    // The ends of time are those of the interval, whatever rounding says.
    private NoiseLevel Named(double share)
    {
        (double mean, double deviation) = Normals;
        double at = below + (share * mass);
        double x = times == TrainingTimes.Likelihood ? at : Normal.InvCDF(mean, deviation, at);
        if (!(x > lowest))
        {
            return process.At(minimum);
        }

        return x >= highest ? process.AtLambda(-highest) : process.AtLambda(-x);
    }

    private double Uniform(double share) => Math.Min(1, minimum + ((1 - minimum) * share));
}
