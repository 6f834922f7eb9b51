using ScoreSde.Discrete;

namespace ScoreSde.Verification.Laws.Printed;

/// <summary>Where a formula is put to the test: x_i = √ᾱ_i x₀ + √(1 − ᾱ_i) ε of a chain, and Gaussian data N(x₀, v).</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Index">i, from 2 to T − 1, so that it has neighbours.</param>
/// <param name="Data">x₀, and the mean of the data where data have a law.</param>
/// <param name="Noise">ε.</param>
/// <param name="Variance">v, the variance of the data.</param>
public sealed record PrintedSetting(ChainFormulas Chain, int Index, double Data, double Noise, double Variance)
{
    /// <summary>Ten steps with β_i = i/20 at i = 5, x₀ = ε = 1, v = ¼: short enough to follow by hand.</summary>
    public static PrintedSetting Usual { get; } = new(new ChainFormulas(DdpmChain.Linear(10, 0.05, 0.5)), 5, 1, 1, 0.25);

    internal double Beta => Chain.Beta(Index);

    internal double Bar => Chain.AlphaBar(Index);

    internal double BarBefore => Chain.AlphaBar(Index - 1);

    internal double Left => Chain.NoiseVariance(Index);

    internal double LeftBefore => Chain.NoiseVariance(Index - 1);

    /// <summary>x_i.</summary>
    internal double State => (Math.Sqrt(Bar) * Data) + (Math.Sqrt(Left) * Noise);

    /// <summary>∇ ln p_i of the data's law at x_i.</summary>
    internal double Score => -(State - (Math.Sqrt(Bar) * Data)) / ((Bar * Variance) + Left);

    /// <summary>√ᾱ_n from the steps one after another.</summary>
    internal double Scale(int n) => Enumerable.Range(1, n).Aggregate(1.0, (scale, i) => scale * Math.Sqrt(1 - Chain.Beta(i)));

    /// <summary>The variance after n steps from that of the start, one after another.</summary>
    internal double VarianceAfter(int n, double start) => Enumerable.Range(1, n).Aggregate(start, (v, i) => ((1 - Chain.Beta(i)) * v) + Chain.Beta(i));

    /// <summary>q(x_{i−1} | x_i) by Bayes where x_{i−1} is normal: mean and variance.</summary>
    internal (double Mean, double Variance) Bayes(double mean, double variance)
    {
        double precision = (1 / variance) + ((1 - Beta) / Beta);
        return (((mean / variance) + (Math.Sqrt(1 - Beta) * State / Beta)) / precision, 1 / precision);
    }
}
