using System.Diagnostics;
using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Workloads.Timing;

/// <summary>A space whose noise is clocked.</summary>
internal sealed class TimedSpace<TState>(IStateSpace<TState> inner, PartClock clock) : IStateSpace<TState>
{
    public int Dimension => inner.Dimension;

    public TState Allocate() => inner.Allocate();

    public void Combine(TState target, params ReadOnlySpan<(double Weight, TState State)> terms) => inner.Combine(target, terms);

    public void FillNormal(TState target, double scale, NoiseKey key)
    {
        long start = Stopwatch.GetTimestamp();
        inner.FillNormal(target, scale, key);
        clock.AddNoise(start);
    }

    public void AddNormal(TState target, double scale, NoiseKey key)
    {
        long start = Stopwatch.GetTimestamp();
        inner.AddNormal(target, scale, key);
        clock.AddNoise(start);
    }

    public void AddByNormRatio(TState target, double weight, TState direction, TState numerator, TState denominator, int power) =>
        inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
}
