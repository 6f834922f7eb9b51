using ScoreSde.Checkpoints;
using ScoreSde.Data.Npy;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

// A process, a score, a grid, a method: samples of a mixture whose score is exact.
var process = new VariancePreserving(new LinearSchedule(betaAtZero: 0.1, betaAtOne: 20));
GaussianMixture data = GaussianMixture.Ring(modes: 8, radius: 4, deviation: 0.3);
TimeGrid grid = Grids.Quadratic(steps: 25);
SampleSet<float> ring = Sampler.Sample(process, data.Score<float>(), new Heun(), grid, count: 10_000, seed: 42);

// A score of your own, with progress and a way to stop.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) => (key.Cancel, _) = (true, stop.CancelAsync());
var options = new SamplerOptions { Progress = new Progress<double>(done => Console.Error.Write($"\r{done:P0}")), Cancellation = stop.Token };
var normal = new DelegateScore<float>(dimension: 2, (x, level, epsilon) =>
{
    // x₀ ~ N(0, I) stays so under this process: its score is −x, and ε = −σ · score.
    for (int i = 0; i < x.Values.Length; i++)
    {
        epsilon.Values[i] = (float)level.Deviation * x.Values[i];
    }
});
SampleSet<float> own = Sampler.Sample(process, normal, new DpmSolverPlusPlus2M(), grid, count: 1000, seed: 1, options);

// The shipped network, sampled from and kept as a file that NumPy reads; Data.Scaling turns samples into pixels.
Checkpoint digits = ShippedModels.Open("digits");
SampleSet<float> drawn = Sampler.Sample(digits.Process, digits.Score<float>(sample => (int)(sample % 10)), new UniPc(2), grid, count: 100, seed: 1);
digits.Data.Scaling.ToNatural(drawn.Values, drawn.Values);
NpyWriter<float>.Save("digits.npy", drawn.Values, drawn.Dimension);
Console.WriteLine($"{ring.Evaluations} evaluations a sample; {own.Count} samples of an own score; digits.npy holds {drawn.Count} digits.");
