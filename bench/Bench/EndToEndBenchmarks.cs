using BenchmarkDotNet.Attributes;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Bench;

/// <summary>Whole runs on the exact score of <c>mixture8</c>: 10,000 samples at 50 evaluations.</summary>
public class EndToEndBenchmarks
{
    private readonly VariancePreserving process = new(new LinearSchedule());
    private readonly GaussianMixture mixture = GaussianMixture.Ring();

    [Params(1, 2)]
    public int Threads { get; set; }

    [Benchmark(Baseline = true)]
    public float[] EulerMaruyama() => Run(new EulerMaruyama(), 50);

    [Benchmark]
    public float[] Heun() => Run(new Heun(), 25);

    private float[] Run(ISolver solver, int steps) => Sampler.Sample(
        process, mixture.Score<float>(), solver, Grids.Quadratic(steps, 1e-3), 10_000, seed: 1, new SamplerOptions { Threads = Threads }).Values;
}
