using ScoreSde.Processes;

namespace ScoreSde.TimeGrids;

/// <summary>The rules that make time grids. All start at t = 1; <c>steps</c> counts intervals.</summary>
public static class Grids
{
    /// <summary>σ̃ = σ/α of the first level of the rules in λ and in σ̃ where the start has α = 0 and so none: the rule begins here, and its first time is the start all the same.</summary>
    public const double HighestRatio = 200;

    /// <summary>t_i = 1 + (i/n)(t_end − 1).</summary>
    public static TimeGrid Uniform(int steps, double end = 0) => Power(steps, end, 1, "uniform");

    /// <summary>√t_i uniform: t_i = (1 + (i/n)(√t_end − 1))².</summary>
    public static TimeGrid Quadratic(int steps, double end = 0) => Power(steps, end, 2, "quadratic");

    /// <summary>
    /// The rule of <see cref="Uniform(int, double)"/> for a model that knows only some times: t_0 is the highest, the last step goes to 0 from t_0/n or
    /// from the lowest time that the model knows where that is higher, and the times between are uniform.
    /// </summary>
    public static TimeGrid Uniform(int steps, TimeRange within)
    {
        ArgumentNullException.ThrowIfNull(within);
        return PowerToZero(steps, within, 1, "uniform");
    }

    /// <summary>The same with √t for t: the last step goes to 0 from t_0/n² or from the lowest time.</summary>
    public static TimeGrid Quadratic(int steps, TimeRange within)
    {
        ArgumentNullException.ThrowIfNull(within);
        return PowerToZero(steps, within, 2, "quadratic");
    }

    /// <summary>
    /// The shifted grid of flows: u = σ/(α + σ), which is t on the straight path, at u_i = s w_i/(1 + (s − 1) w_i) with w uniform, so that σ/α = s w/(1 − w): s &gt; 1 takes more steps at high
    /// noise. The last step goes to 0 from w_0/n or from the lowest time that the model knows where that is higher. Esser et al. 2024, eq. (23).
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="steps">n, at least 1.</param>
    /// <param name="shift">s &gt; 0; 1 is uniform in u.</param>
    /// <param name="within">The times that the model knows.</param>
    public static TimeGrid Shift(IDiffusionProcess process, int steps, double shift, TimeRange within)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(within);
        Require.Steps(steps);
        Require.Positive(shift);
        double top = Share(process.At(within.Maximum), shift);
        double last = Math.Max(top / steps, within.Minimum > 0 ? Share(process.At(within.Minimum), shift) : 0);
        var times = new double[steps + 1];
        times[0] = within.Maximum;
        for (int i = 1; i < steps; i++)
        {
            double w = top + (i * (last - top) / (steps - 1));
            times[i] = Math.Max(within.Minimum, process.AtLambda(-Math.Log(shift * w / (1 - w))).Time);
        }

        return new TimeGrid("shift", times);

        // w of a level: σ/α = s w/(1 − w).
        static double Share(NoiseLevel level, double shift) => level.Deviation / (level.Deviation + (shift * level.MeanScale));
    }

    /// <summary>
    /// Times at the quantiles of a beta law: t_i = t_min + (t_max − t_min) F⁻¹(1 − i/n; a, b) for i = 0 … n − 1, then 0; with a, b below 1 dense at both ends. Lee et al. 2024,
    /// Beta Sampling is All You Need: a = b = 0.6.
    /// </summary>
    /// <param name="steps">n, at least 1.</param>
    /// <param name="a">The law's first shape, above 0.</param>
    /// <param name="b">Its second, above 0.</param>
    /// <param name="within">The times that the model knows, t_min to t_max.</param>
    public static TimeGrid Beta(int steps, double a, double b, TimeRange within)
    {
        ArgumentNullException.ThrowIfNull(within);
        Require.Steps(steps);
        Require.Positive(a);
        Require.Positive(b);
        var times = new double[steps + 1];
        times[0] = within.Maximum;
        for (int i = 1; i < steps; i++)
        {
            times[i] = within.Minimum + ((within.Maximum - within.Minimum) * MathNet.Numerics.Distributions.Beta.InvCDF(a, b, 1 - ((double)i / steps)));
        }

        return new TimeGrid("beta", times);
    }

    private static TimeGrid PowerToZero(int steps, TimeRange within, double power, string name)
    {
        Require.Steps(steps);
        double top = Math.Pow(within.Maximum, 1 / power);
        double last = Math.Max(top / steps, Math.Pow(within.Minimum, 1 / power));
        var times = new double[steps + 1];
        for (int i = 0; i < steps; i++)
        {
            times[i] = Math.Pow(top + (i * (last - top) / Math.Max(1, steps - 1)), power);
        }

        // A power of a root is not always the number itself.
        times[0] = within.Maximum;
        times[^2] = steps > 1 ? Math.Max(times[^2], within.Minimum) : within.Maximum;
        return new TimeGrid(name, times);
    }

    private static TimeGrid Power(int steps, double end, double power, string name)
    {
        Require.Steps(steps);
        Require.Between(end, 0, 1);
        double root = Math.Pow(end, 1 / power);
        var times = new double[steps + 1];
        for (int i = 0; i < steps; i++)
        {
            times[i] = Math.Pow(1 + ((double)i / steps * (root - 1)), power);
        }

        times[steps] = end;
        return new TimeGrid(name, times);
    }

    /// <summary>λ uniform from λ(start) to λ(end) in steps − 1 intervals, then 0.</summary>
    public static TimeGrid UniformLambda(IDiffusionProcess process, int steps, double start = 1, double end = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(process);
        return FromLevels(process, steps, start, end, "lambda", static (a, b, u) => a + (u * (b - a)));
    }

    /// <summary>
    /// σ̃_i = (σ̃_max^(1/ρ) + i/(n−2) (σ̃_min^(1/ρ) − σ̃_max^(1/ρ)))^ρ for i = 0 … n − 2, σ̃ = σ/α, then 0. Karras et al. 2022, eq. (5).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Besides what is no number in its range: ρ is so small that σ̃_max^(1/ρ) is none.</exception>
    public static TimeGrid Karras(IDiffusionProcess process, int steps, double start = 1, double end = 1e-3, double rho = 7)
    {
        ArgumentNullException.ThrowIfNull(process);
        Require.Positive(rho);
        return FromLevels(process, steps, start, end, "karras", (a, b, u) =>
        {
            // σ̃ = e^(−λ)
            double top = Math.Exp(-a / rho);
            double bottom = Math.Exp(-b / rho);
            if (!double.IsNormal(top))
            {
                throw new ArgumentOutOfRangeException(nameof(rho), rho, $"must not be so small that σ̃^(1/ρ) lies beyond a double where ln σ̃ = {-a:G4}.");
            }

            return -rho * Math.Log(top + (u * (bottom - top)));
        });
    }

    private static TimeGrid FromLevels(
        IDiffusionProcess process, int steps, double start, double end, string name, Func<double, double, double, double> lambdaAt)
    {
        Require.Steps(steps);
        Require.Positive(end);
        NoiseLevel top = process.At(start);
        double first = top.IsPureNoise ? -Math.Log(HighestRatio) : top.Lambda;
        double last = process.At(end).Lambda;
        var times = new double[steps + 1];
        times[0] = start;
        for (int i = 1; i < steps; i++)
        {
            times[i] = i == steps - 1 ? end : process.AtLambda(lambdaAt(first, last, (double)i / (steps - 1))).Time;
        }

        times[steps] = 0;
        return new TimeGrid(name, times);
    }
}
