using ScoreSde.Discrete;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>A real chain with one formula replaced; each slip is given the chain, the index and the right answer.</summary>
internal sealed class SlippedChain(DdpmChain chain) : ChainFormulas(chain)
{
    public Func<DdpmChain, int, double>? Bar { get; init; }

    public Func<DdpmChain, int, double>? Noise { get; init; }

    public Func<DdpmChain, int, LinearKernel, LinearKernel>? Step { get; init; }

    public Func<DdpmChain, int, LinearKernel, LinearKernel>? Closed { get; init; }

    public Func<DdpmChain, int, LinearKernel, LinearKernel>? FromData { get; init; }

    public Func<DdpmChain, int, LinearKernel, LinearKernel>? FromNoise { get; init; }

    public Func<DdpmChain, int, LinearKernel, LinearKernel>? FromScore { get; init; }

    public Func<DdpmChain, int, double, double>? Width { get; init; }

    public Func<DdpmChain, int[], DdpmChain>? Respaced { get; init; }

    private DdpmChain Chain { get; } = chain;

    public override double AlphaBar(int i) => Bar?.Invoke(Chain, i) ?? base.AlphaBar(i);

    public override double NoiseVariance(int i) => Noise?.Invoke(Chain, i) ?? base.NoiseVariance(i);

    public override LinearKernel Forward(int i) => Step?.Invoke(Chain, i, base.Forward(i)) ?? base.Forward(i);

    public override LinearKernel ClosedForm(int i) => Closed?.Invoke(Chain, i, base.ClosedForm(i)) ?? base.ClosedForm(i);

    public override LinearKernel PosteriorFromData(int i) => FromData?.Invoke(Chain, i, base.PosteriorFromData(i)) ?? base.PosteriorFromData(i);

    public override LinearKernel PosteriorFromNoise(int i) => FromNoise?.Invoke(Chain, i, base.PosteriorFromNoise(i)) ?? base.PosteriorFromNoise(i);

    public override LinearKernel ReverseFromScore(int i, double variance) =>
        FromScore?.Invoke(Chain, i, base.ReverseFromScore(i, variance)) ?? base.ReverseFromScore(i, variance);

    public override double ReverseVariance(int i, ReverseKernel kernel, double noiseMoment = 1)
    {
        double right = base.ReverseVariance(i, kernel, noiseMoment);
        return Width?.Invoke(Chain, i, right) ?? right;
    }

    public override DdpmChain Respace(ReadOnlySpan<int> indices) => Respaced?.Invoke(Chain, indices.ToArray()) ?? base.Respace(indices);
}
