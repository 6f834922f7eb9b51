using System.Numerics;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Special;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>What each step of a DDPM chain adds to a bound on ln p(x₀), with a variance of the chain or with one that the model learned, number by number.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ChainTerms<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DdpmChain chain;
    private readonly bool isLearned;
    private readonly VarianceRange[] ranges;

    public ChainTerms(DdpmChain chain, ReverseKernel kernel)
    {
        this.chain = chain;
        isLearned = kernel == ReverseKernel.Learned;
        ranges = [default, .. Enumerable.Range(1, chain.Steps).Select(i => isLearned ? Learned(i) : Known(chain.ReverseVariance(kernel == ReverseKernel.PosteriorBeta && i == 1 ? 2 : i, kernel)))];
    }

    /// <summary>Refuses what has no bound.</summary>
    public static void Check(DdpmChain chain, IDiffusionProcess process, IScoreFunction<Tile<T>> score, ReverseKernel kernel)
    {
        if (chain.EndsInPureNoise != process.At(1).IsPureNoise)
        {
            throw new ArgumentException($"The chain ends {(chain.EndsInPureNoise ? "in nothing but noise" : "with some of the data")}, and the process {(chain.EndsInPureNoise ? "with some of the data" : "in nothing but noise")}.", nameof(chain));
        }

        if (kernel is not (ReverseKernel.Beta or ReverseKernel.PosteriorBeta or ReverseKernel.Learned))
        {
            throw new ArgumentException($"The bound is defined here for the variances β and β̃ and for learned ones, not for {kernel}.", nameof(kernel));
        }

        if (kernel == ReverseKernel.Learned && score is not ILearnedVariance<Tile<T>> { OffersVariance: true })
        {
            throw new ArgumentException("The model learned no variance of reverse steps.", nameof(kernel));
        }

        // The index asked at the lowest time is 1, T at the highest.
        if (!score.Range.Contains(chain.TimeOf(1)) || !score.Range.Contains(chain.TimeOf(chain.Steps)))
        {
            throw new ArgumentException(
                $"A chain of {chain.Steps} steps asks the model at times from {chain.TimeOf(1):G6} to {chain.TimeOf(chain.Steps):G6}, but it knows only times from {score.Range.Minimum:G6} to {score.Range.Maximum:G6}.",
                nameof(chain));
        }
    }

    /// <summary>ε, and what was learned of the variance where there is a place for it.</summary>
    public static void Ask(IScoreFunction<Tile<T>> score, Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T>? variance)
    {
        if (variance is null)
        {
            score.Evaluate(x, level, epsilon);
        }
        else
        {
            ((ILearnedVariance<Tile<T>>)score).TryEvaluateWithVariance(x, level, epsilon, variance);
        }
    }

    /// <summary>KL(q(x_(i−1)|x_i, x₀) ‖ p(x_(i−1)|x_i)) of a row for i &gt; 1; −ln p(x₀|x₁) for i = 1.</summary>
    /// <param name="i">The index that is left.</param>
    /// <param name="z">ε of x_i = √ᾱ x₀ + √(1−ᾱ) ε: x₀ is the posterior mean of x₁ with it, so x₀ − μ is that mean's miss. Where x_i is nothing but noise, x₀ itself.</param>
    /// <param name="epsilon">What the model says.</param>
    /// <param name="learned">w; empty for a variance of the chain.</param>
    public double Divergence(int i, ReadOnlySpan<T> z, ReadOnlySpan<T> epsilon, ReadOnlySpan<T> learned)
    {
        double beta = chain.Beta(i);
        double distance = AsksForData(i) ? chain.AlphaBar(i - 1) : beta * beta / ((1 - beta) * chain.NoiseVariance(i));
        double truth = chain.PosteriorFromData(i).Variance;
        if (!isLearned)
        {
            double miss = 0;
            for (int j = 0; j < z.Length; j++)
            {
                double gap = double.CreateTruncating(z[j]) - double.CreateTruncating(epsilon[j]);
                miss += gap * gap;
            }

            double variance = Math.Exp(ranges[i].LogHigh);
            return (z.Length * Constant(i, truth, ranges[i].LogHigh)) + (0.5 * distance * miss / variance);
        }

        double sum = 0;
        for (int j = 0; j < z.Length; j++)
        {
            double gap = double.CreateTruncating(z[j]) - double.CreateTruncating(epsilon[j]);
            double log = ranges[i].LogOf(double.CreateTruncating(learned[j]));
            sum += Constant(i, truth, log) + (0.5 * distance * gap * gap * Math.Exp(-log));
        }

        return sum;
    }

    /// <summary>ln p(x_(i−1)|x_i) − ln q(x_i|x_(i−1)) of a row on a path with x_i = √(1−β) x_(i−1) + √β z, where x_(i−1) − μ = (β ε_θ/√(1−ᾱ) − √β z)/√(1−β).</summary>
    /// <param name="i">The index that is left.</param>
    /// <param name="z">The noise of the step from i − 1 to i.</param>
    /// <param name="epsilon">What the model says at x_i.</param>
    /// <param name="learned">w; empty for a variance of the chain.</param>
    /// <param name="before">x_(i−1), where x_i is nothing but noise, so that x_(i−1) − μ = x_(i−1) − √ᾱ_(i−1) x̂₀; not read elsewhere.</param>
    public double LogRatio(int i, ReadOnlySpan<T> z, ReadOnlySpan<T> epsilon, ReadOnlySpan<T> learned, ReadOnlySpan<T> before)
    {
        bool asksForData = AsksForData(i);
        double beta = chain.Beta(i);
        double logBeta = Math.Log(beta);
        double onNoise = Math.Sqrt(beta / (1 - beta));
        double onEpsilon = asksForData ? Math.Sqrt(chain.AlphaBar(i - 1)) : beta / Math.Sqrt((1 - beta) * chain.NoiseVariance(i));
        double sum = 0;
        for (int j = 0; j < z.Length; j++)
        {
            double noise = double.CreateTruncating(z[j]);
            double off = (onEpsilon * double.CreateTruncating(epsilon[j])) - (asksForData ? double.CreateTruncating(before[j]) : onNoise * noise);
            double log = isLearned ? ranges[i].LogOf(double.CreateTruncating(learned[j])) : ranges[i].LogHigh;
            sum += (noise * noise) + logBeta - (off * off * Math.Exp(-log)) - log;
        }

        return 0.5 * sum;
    }

    /// <summary>Whether x_i is nothing but noise: there the model says x̂₀, and the posterior mean is √ᾱ_(i−1) x₀.</summary>
    public bool AsksForData(int i) => i == chain.Steps && chain.EndsInPureNoise;

    private static double Constant(int i, double truth, double log)
    {
        double excess = (truth * Math.Exp(-log)) - 1;
        return 0.5 * (i == 1 ? Math.Log(2 * Math.PI) + log : excess - Exponentials.Log1p(excess));
    }

    private static VarianceRange Known(double variance) => new(Math.Log(variance), Math.Log(variance));

    private VarianceRange Learned(int i)
    {
        double high = chain.Beta(i);
        double low = Math.Min(high, chain.PosteriorFromData(Math.Min(Math.Max(i, 2), chain.Steps)).Variance);
        return new(Math.Log(low), Math.Log(high));
    }
}
