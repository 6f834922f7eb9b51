using ScoreSde.Schedules;
using ScoreSde.Special;

namespace ScoreSde.Discrete;

/// <summary>
/// The discrete chain of DDPM: x_i = √(1 − β_i) x_{i−1} + √β_i z for i = 1 … T, ᾱ_i = Π(1 − β), ᾱ_0 = 1. Ho et al. 2020.
/// Indices are whole numbers and the primary key; a time is derived from them, never the other way.
/// </summary>
/// <remarks>Its products are <see cref="LinearKernel"/>s, which any state space can apply.</remarks>
public sealed class DdpmChain
{
    private readonly double[] betas;
    private readonly double[] logAlphaBars;

    private DdpmChain(string name, double[] betas)
    {
        Name = Require.NotNull(name);
        this.betas = betas;
        logAlphaBars = new double[betas.Length + 1];
        for (int i = 0; i < betas.Length; i++)
        {
            logAlphaBars[i + 1] = logAlphaBars[i] + Exponentials.Log1p(-betas[i]);
        }
    }

    /// <summary>How the table was made.</summary>
    public string Name { get; }

    /// <summary>T.</summary>
    public int Steps => betas.Length;

    /// <summary>β_i = β_1 + (i − 1)/(T − 1) (β_T − β_1). Ho et al. 2020: T = 1000, 1e-4 to 0.02.</summary>
    public static DdpmChain Linear(int steps = 1000, double first = 1e-4, double last = 0.02)
    {
        Require.Steps(steps, least: 2);
        return FromBetas(
            [.. Enumerable.Range(0, steps).Select(i => first + ((double)i / (steps - 1) * (last - first)))],
            $"linear:{first:R},{last:R}");
    }

    /// <summary>ᾱ_i of the cosine schedule, each β_i capped at 0.999. Nichol and Dhariwal 2021, eq. (17).</summary>
    public static DdpmChain Cosine(int steps = 1000, double offset = 0.008)
    {
        Require.Steps(steps);
        Require.Positive(offset);
        var betas = new double[steps];
        for (int i = 0; i < steps; i++)
        {
            double fall = Math.Cos(Angle(i + 1)) / Math.Cos(Angle(i));
            betas[i] = Math.Min(0.999, 1 - (fall * fall));
        }

        return FromBetas(betas, "cosine");

        double Angle(int i) => 0.5 * Math.PI * (((double)i / steps) + offset) / (1 + offset);
    }

    /// <summary>√β_i on a line: β_i = (√β_1 + (i − 1)/(T − 1) (√β_T − √β_1))². Latent diffusion, Rombach et al. 2022: T = 1000, 0.00085 to 0.012.</summary>
    public static DdpmChain ScaledLinear(int steps = 1000, double first = 0.00085, double last = 0.012)
    {
        Require.Steps(steps, least: 2);
        double low = Math.Sqrt(Require.Positive(first));
        double high = Math.Sqrt(Require.Positive(last));
        return FromBetas(
            [.. Enumerable.Range(0, steps).Select(i => low + ((double)i / (steps - 1) * (high - low))).Select(static root => root * root)],
            $"scaled-linear:{first:R},{last:R}");
    }

    /// <summary>β_i = β_1 + (β_T − β_1)/(1 + e^(−z)), z from −6 to 6. GeoDiff, Xu et al. 2022. The ends are 0.25 % of the way short of β_1 and β_T.</summary>
    public static DdpmChain Sigmoid(int steps = 1000, double first = 1e-4, double last = 0.02)
    {
        const double Reach = 6;
        Require.Steps(steps, least: 2);
        return FromBetas(
            [.. Enumerable.Range(0, steps).Select(i => first + ((last - first) / (1 + Math.Exp(Reach - (2 * Reach * i / (steps - 1))))))],
            $"sigmoid:{first:R},{last:R}");
    }

    /// <summary>Given β_1 … β_T, each in (0, 1); the last may be 1, so that x_T is nothing but noise (ᾱ_T = 0).</summary>
    public static DdpmChain FromBetas(ReadOnlySpan<double> betas, string name = "table")
    {
        Require.Positive(betas.Length);
        for (int i = 0; i < betas.Length; i++)
        {
            if (!(betas[i] > 0 && (betas[i] < 1 || (betas[i] == 1 && i == betas.Length - 1))))
            {
                throw new ArgumentException($"β_{i + 1} is {betas[i]:R}; every β_i must lie between 0 and 1, the last at most at 1.", nameof(betas));
            }
        }

        return new DdpmChain(name, betas.ToArray());
    }

    /// <summary>The exact discretisation β_i = 1 − e^(−∫β) over T equal intervals: a step of the chain is a step of the VP process. β_T = 1 where ∫β to t = 1 is infinite.</summary>
    /// <exception cref="ArgumentException">A step would leave nothing of the data, though the schedule leaves something.</exception>
    public static DdpmChain FromSchedule(INoiseSchedule schedule, int steps)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Require.Steps(steps);
        double[] betas = [.. Enumerable.Range(0, steps).Select(i => -Exponentials.Expm1(-schedule.Integral((double)i / steps, (double)(i + 1) / steps)))];
        return betas[^1] < 1 || double.IsPositiveInfinity(schedule.Integral(1))
            ? FromBetas(betas, schedule.Name)
            : throw new ArgumentException($"β_{steps} is 1 by rounding: {steps} steps are too few for '{schedule.Name}', whose ᾱ is not 0.", nameof(steps));
    }

    /// <summary>The same chain under another name.</summary>
    public DdpmChain Named(string name) => new(name, betas);

    /// <summary>β_i, i = 1 … T.</summary>
    public double Beta(int i) => betas[Step(i) - 1];

    /// <summary>ᾱ_i, i = 0 … T.</summary>
    public double AlphaBar(int i) => Math.Exp(logAlphaBars[Index(i)]);

    /// <summary>1 − ᾱ_i without cancellation.</summary>
    public double NoiseVariance(int i) => -Exponentials.Expm1(logAlphaBars[Index(i)]);

    /// <summary>Whether x_T is nothing but noise: ᾱ_T = 0, β_T = 1.</summary>
    public bool EndsInPureNoise => betas[^1] == 1;

    /// <summary>The time i/T of an index.</summary>
    public double TimeOf(int i) => (double)Index(i) / Steps;

    /// <summary>The chain in continuous time: λ and α agree at every i/T. See <see cref="TableSchedule"/>.</summary>
    public TableSchedule ToSchedule() => TableSchedule.FromBetas(betas, Name);

    /// <summary>
    /// The chain that visits only the given indices, 0 &lt; S_1 &lt; … ≤ T: β'_k = 1 − ᾱ_{S_k}/ᾱ_{S_{k−1}} with S_0 = 0.
    /// Every marginal is kept. Nichol and Dhariwal 2021, §4.
    /// </summary>
    public DdpmChain Respace(ReadOnlySpan<int> indices)
    {
        var kept = new double[Require.Positive(indices.Length)];
        int previous = 0;
        for (int k = 0; k < kept.Length; k++)
        {
            if (indices[k] <= previous)
            {
                throw new ArgumentException("Indices must be positive and strictly increase.", nameof(indices));
            }

            kept[k] = -Exponentials.Expm1(logAlphaBars[Step(indices[k])] - logAlphaBars[previous]);
            previous = indices[k];
        }

        return new DdpmChain($"{Name} respaced to {kept.Length}", kept);
    }

    /// <summary>q(x_i | x_{i−1}): √(1 − β_i) x, variance β_i.</summary>
    public LinearKernel Forward(int i) => new(Math.Sqrt(1 - Beta(i)), 0, Beta(i));

    /// <summary>q(x_i | x_0): √ᾱ_i x₀, variance 1 − ᾱ_i.</summary>
    public LinearKernel ClosedForm(int i) => new(Math.Exp(0.5 * logAlphaBars[Index(i)]), 0, NoiseVariance(i));

    /// <summary>
    /// q(x_{i−1} | x_i, x_0): μ̃ = √(1−β)(1−ᾱ_{i−1})/(1−ᾱ_i) x_i + √ᾱ_{i−1} β/(1−ᾱ_i) x₀, variance β̃ = β (1−ᾱ_{i−1})/(1−ᾱ_i).
    /// Ho et al. 2020, eq. (6) and (7).
    /// </summary>
    public LinearKernel PosteriorFromData(int i)
    {
        double after = NoiseVariance(i);
        double before = NoiseVariance(i - 1);
        return new(
            Math.Sqrt(1 - Beta(i)) * before / after,
            Math.Exp(0.5 * logAlphaBars[i - 1]) * Beta(i) / after,
            Beta(i) * before / after);
    }

    /// <summary>The same posterior with x₀ = (x − √(1−ᾱ) ε)/√ᾱ put in: μ̃ = (x_i − β ε/√(1−ᾱ_i))/√(1−β). Ho et al. 2020, eq. (11).</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such step, or β_i = 1: ε says nothing of x₀ there, see <see cref="PosteriorFromData"/>.</exception>
    public LinearKernel PosteriorFromNoise(int i)
    {
        double scale = 1 / Math.Sqrt(Kept(i));
        return new(scale, -scale * Beta(i) / Math.Sqrt(NoiseVariance(i)), PosteriorFromData(i).Variance);
    }

    /// <summary>The reverse mean (x_i + β_i s)/√(1 − β_i), a kernel on (x, score) with the variance of the choice.</summary>
    /// <param name="i">The index that is left, 1 … T.</param>
    /// <param name="variance">The variance, by <see cref="ReverseVariance"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such step, or β_i = 1: the score says nothing of x₀ there.</exception>
    public LinearKernel ReverseFromScore(int i, double variance)
    {
        double scale = 1 / Math.Sqrt(Kept(i));
        return new(scale, scale * Beta(i), Require.NonNegative(variance));
    }

    /// <summary>A reverse kernel of the tutorials on (x, ε), by name. At i = 1 no noise is added.</summary>
    /// <param name="i">The index that is left, 1 … T.</param>
    /// <param name="kernel">Which.</param>
    /// <param name="noiseMoment">E‖ε‖²/d at index i, used by <see cref="ReverseKernel.Optimal"/> alone.</param>
    /// <param name="dataMoment">E‖x₀‖²/d, used by <see cref="ReverseKernel.LeastSquares"/> alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such step, or β_i = 1: ε says nothing of x₀ there.</exception>
    public LinearKernel Reverse(int i, ReverseKernel kernel, double noiseMoment = 1, double dataMoment = 1)
    {
        if (kernel is ReverseKernel.NoiseAligned or ReverseKernel.NoiseAlignedWithNoise or ReverseKernel.LeastSquares)
        {
            // A x + (1 − A) x̂₀ with x̂₀ = (x − √(1−ᾱ) ε)/√ᾱ.
            _ = Kept(i);
            double a = kernel == ReverseKernel.LeastSquares ? LeastSquaresFactor(i, dataMoment) : Math.Sqrt(NoiseVariance(i - 1) / NoiseVariance(i));
            double root = Math.Exp(0.5 * logAlphaBars[i]);
            return new(a + ((1 - a) / root), -(1 - a) * Math.Sqrt(NoiseVariance(i)) / root, ReverseVariance(i, kernel));
        }

        return PosteriorFromNoise(i) with { Variance = i == 1 ? 0 : ReverseVariance(i, kernel, noiseMoment) };
    }

    /// <summary>The variance of a named kernel: β, β̃ (which is A² β of the aligned kernel with noise) or β/(1−β) (1 − β m/(1−ᾱ)) with m = E‖ε‖²/d.</summary>
    public double ReverseVariance(int i, ReverseKernel kernel, double noiseMoment = 1) => kernel switch
    {
        ReverseKernel.Beta => Beta(i),
        ReverseKernel.PosteriorBeta => PosteriorFromData(i).Variance,
        ReverseKernel.Optimal =>
            Beta(i) / Kept(i) * (1 - (Beta(i) * Require.Between(noiseMoment, 0, 1) / NoiseVariance(i))),
        ReverseKernel.NoiseAligned or ReverseKernel.LeastSquares => 0,
        ReverseKernel.NoiseAlignedWithNoise => PosteriorFromData(i).Variance,
        ReverseKernel.Learned => throw new ArgumentException("A learned variance is the model's, number by number, and none of the chain's.", nameof(kernel)),
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "Unknown reverse kernel."),
    };

    // With u_i = x_i − x₀, of second moment (1 − √ᾱ)² m + 1 − ᾱ: A = E u_{i−1} u_i/E u_i².
    private double LeastSquaresFactor(int i, double dataMoment)
    {
        double from = -Exponentials.Expm1(0.5 * logAlphaBars[Step(i)]);
        double to = -Exponentials.Expm1(0.5 * logAlphaBars[i - 1]);
        double m = Require.NonNegative(dataMoment);
        return ((from * to * m) + (Math.Sqrt(1 - Beta(i)) * NoiseVariance(i - 1))) / ((from * from * m) + NoiseVariance(i));
    }

    // 1 − β_i, for formulas that divide by it.
    private double Kept(int i) => 1 - Beta(i) is > 0 and var kept
        ? kept
        : throw new ArgumentOutOfRangeException(nameof(i), i, $"β_{i} is 1: x_{i} is nothing but noise, and ε and the score say nothing of x_0 there.");

    private int Step(int i) => i >= 1 && i <= Steps
        ? i
        : throw new ArgumentOutOfRangeException(nameof(i), i, $"Steps of the chain are numbered 1 to {Steps}.");

    private int Index(int i) => i >= 0 && i <= Steps
        ? i
        : throw new ArgumentOutOfRangeException(nameof(i), i, $"Indices of the chain run from 0 to {Steps}.");
}
