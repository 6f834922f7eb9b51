using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Workloads;

/// <summary>
/// A run of a solver on equal steps of t from 1 to 10⁻³, variance preserving with β from 0.1 to 20. The score is asked for anew for each run, so
/// that what an exact one works out for each time is part of it.
/// </summary>
internal sealed record Sampling(string Name, Func<IScoreFunction<Tile<float>>> Score, ISolver Solver, int Steps, int Samples) : IWorkload
{
    private const int FewestSteps = 5;

    private static readonly VariancePreserving Process = new(new LinearSchedule());

    public void Run(int threads, double share)
    {
        int steps = Math.Max(FewestSteps, (int)(Steps * share));
        Sampler.Sample(Process, Score(), Solver, Grids.Uniform(steps, 1e-3), Samples, seed: 1, new SamplerOptions { Threads = threads });
    }
}
