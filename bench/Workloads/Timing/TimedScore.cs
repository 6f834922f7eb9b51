using System.Diagnostics;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Workloads.Timing;

/// <summary>A score whose evaluations are clocked.</summary>
internal sealed class TimedScore<TState>(IScoreFunction<TState> inner, PartClock clock) : IScoreFunction<TState>
{
    public int Dimension => inner.Dimension;

    public void Evaluate(TState x, NoiseLevel level, TState epsilon)
    {
        long start = Stopwatch.GetTimestamp();
        inner.Evaluate(x, level, epsilon);
        clock.AddNetwork(start);
    }
}
