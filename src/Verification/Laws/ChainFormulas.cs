using ScoreSde.Discrete;

namespace ScoreSde.Verification.Laws;

/// <summary>The formulas of a discrete chain, each of which may be replaced: by default those of <see cref="DdpmChain"/>.</summary>
public class ChainFormulas(DdpmChain chain)
{
    /// <summary>T.</summary>
    public int Steps => chain.Steps;

    /// <summary>β_i.</summary>
    public virtual double Beta(int i) => chain.Beta(i);

    /// <summary>ᾱ_i.</summary>
    public virtual double AlphaBar(int i) => chain.AlphaBar(i);

    /// <summary>1 − ᾱ_i.</summary>
    public virtual double NoiseVariance(int i) => chain.NoiseVariance(i);

    /// <summary>q(x_i | x_{i−1}).</summary>
    public virtual LinearKernel Forward(int i) => chain.Forward(i);

    /// <summary>q(x_i | x_0).</summary>
    public virtual LinearKernel ClosedForm(int i) => chain.ClosedForm(i);

    /// <summary>q(x_{i−1} | x_i, x_0) on (x, x₀).</summary>
    public virtual LinearKernel PosteriorFromData(int i) => chain.PosteriorFromData(i);

    /// <summary>The same on (x, ε).</summary>
    public virtual LinearKernel PosteriorFromNoise(int i) => chain.PosteriorFromNoise(i);

    /// <summary>The reverse mean on (x, score).</summary>
    public virtual LinearKernel ReverseFromScore(int i, double variance) => chain.ReverseFromScore(i, variance);

    /// <summary>The variance of a named reverse kernel.</summary>
    public virtual double ReverseVariance(int i, ReverseKernel kernel, double noiseMoment = 1) => chain.ReverseVariance(i, kernel, noiseMoment);

    /// <summary>A named reverse kernel on (x, ε).</summary>
    public virtual LinearKernel Reverse(int i, ReverseKernel kernel, double noiseMoment = 1) => chain.Reverse(i, kernel, noiseMoment);

    /// <summary>The chain of the given indices alone.</summary>
    public virtual DdpmChain Respace(ReadOnlySpan<int> indices) => chain.Respace(indices);
}
