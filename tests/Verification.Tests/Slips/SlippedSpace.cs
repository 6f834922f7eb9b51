using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Tests.Slips;

/// <summary>A real state space with one operation replaced: a weight of a sum, the scale or the name of a noise.</summary>
internal sealed class SlippedSpace<TState>(IStateSpace<TState> inner) : IStateSpace<TState>
{
    private (double Weight, TState State)[] terms = [];

    /// <summary>Place in the sum, terms in it, weight → weight.</summary>
    public Func<int, int, double, double>? Weight { get; init; }

    public Func<double, double>? Scale { get; init; }

    public Func<NoiseKey, NoiseKey>? Key { get; init; }

    public Func<NoiseKey, NoiseKey>? KeyOfAdd { get; init; }

    /// <summary>Done to every noise that was filled in.</summary>
    public Action<TState>? After { get; init; }

    public int Dimension => inner.Dimension;

    public TState Allocate() => inner.Allocate();

    public void Combine(TState target, params ReadOnlySpan<(double Weight, TState State)> terms)
    {
        if (Weight is null)
        {
            inner.Combine(target, terms);
            return;
        }

        if (this.terms.Length != terms.Length)
        {
            this.terms = new (double, TState)[terms.Length];
        }

        for (int i = 0; i < terms.Length; i++)
        {
            this.terms[i] = (Weight(i, terms.Length, terms[i].Weight), terms[i].State);
        }

        inner.Combine(target, this.terms);
    }

    public void FillNormal(TState target, double scale, NoiseKey key)
    {
        inner.FillNormal(target, Scale?.Invoke(scale) ?? scale, Key?.Invoke(key) ?? key);
        After?.Invoke(target);
    }

    public void AddNormal(TState target, double scale, NoiseKey key)
    {
        NoiseKey named = Key?.Invoke(key) ?? key;
        inner.AddNormal(target, Scale?.Invoke(scale) ?? scale, KeyOfAdd?.Invoke(named) ?? named);
    }

    public void AddByNormRatio(TState target, double weight, TState direction, TState numerator, TState denominator, int power) =>
        inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
}
