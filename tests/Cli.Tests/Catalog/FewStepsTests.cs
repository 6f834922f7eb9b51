using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Catalog;

/// <summary>
/// What few steps can do at the worst: on every grid of the catalogue, from 2 steps on, the methods that are exact for a constant x̂₀ and the multistep ones
/// leave data no more than 5 times as wide in variance as it is, 8 times under sub-VP. They may leave it narrower: with two steps only the middle of the data is known.
/// The product of 16 processes and schedules with all steps from 2 to 50 was run by hand (docs/solvers.md); these are the processes, and the steps around the widest.
/// </summary>
[Trait("Category", "Once")]
public sealed class FewStepsTests
{
    private const int MostMadeSteps = 12;
    private static readonly int[] Counts = [2, 3, 4, 5, 6, 7, 8, 10, 12, 20, 50];

    // Explicit steps in t or σ/α and stages at the end of a long step: a first step over all of the noise can carry them anywhere.
    private static readonly string[] Unbounded =
    [
        "em", "reverse-diffusion", "ddpm-beta", "pc", "langevin", "euler", "heun-t", "heun", "heun-churn", "kutta3-t", "rk4-t", "kutta3-sigma", "rk4-sigma", "dpm2",
        "dpm3", "dpm-fast", "seeds-2", "seeds-3", "restart-heun", "stochastic-heun", "sra1", "shark",
    ];

    private static IReadOnlyList<ISolver> Bounded { get; } =
        [.. KnownSolvers.All.Where(static solver => solver is not (PredictorCorrector or CorrectorOnly) && !Unbounded.Contains(solver.Facts.Name))];

    [Fact]
    public void No_bounded_method_widens_Gaussian_data_on_any_grid()
    {
        foreach ((IDiffusionProcess process, TimeGrid grid, string name) in Runs(Counts))
        {
            foreach (ISolver solver in Bounded)
            {
                foreach (double variance in new[] { 2.8, 0.2 })
                {
                    double wide = Width(solver, process, grid, new NormalLaw(0.5, variance));
                    Assert.True(wide <= Widest(process), $"{solver.Facts.Name} on {name}, variance {variance}: {wide}");
                }
            }
        }
    }

    [Fact]
    public void No_bounded_method_widens_a_ring_of_eight_on_any_grid()
    {
        const int Samples = 256;
        var law = GaussianMixture.Ring();
        double variance = MixtureMoments.Of(law).Covariance[0, 0];
        var start = new float[Samples * 2];
        foreach ((IDiffusionProcess process, TimeGrid grid, string name) in Runs([2, 3, 4, 5, 6, 7, 8, 20]))
        {
            law.Sample<float>(start, process.At(grid.Times[0]), seed: 7);
            NoiseLevel end = process.At(grid.Times[^1]);
            double exact = (end.MeanScale * end.MeanScale * variance) + end.Variance;
            foreach (ISolver solver in Bounded)
            {
                float[] samples = Sampler.Solve<float>(process, law.Score<float>(), solver, grid, start, 1, new SamplerOptions { Threads = 1 }).Values;
                double wide = samples.Sum(static x => (double)x * x) / samples.Length / exact;
                Assert.True(wide <= Widest(process), $"{solver.Facts.Name} on {name}: {wide}");
            }
        }
    }

    [Fact]
    public void The_methods_left_out_do_widen_data_on_some_grid()
    {
        (IDiffusionProcess Process, TimeGrid Grid, string Name)[] runs = [.. Runs([2, 3, 4])];
        foreach (string word in Unbounded)
        {
            ISolver solver = KnownSolvers.All.First(known => known.Facts.Name == word);
            Assert.True(runs.Any(run => !(Width(solver, run.Process, run.Grid, new NormalLaw(0.5, 0.2)) <= Widest(run.Process))), word);
        }
    }

    // Under sub-VP σ is 1 − α² and not its root: λ runs over nearly twice the range in as many steps.
    private static double Widest(IDiffusionProcess process) => process is SubVariancePreserving ? 8 : 5;

    private static double Width(ISolver solver, IDiffusionProcess process, TimeGrid grid, NormalLaw data) =>
        ExactMoments.Map(solver, process, data, grid).Push(data.At(process.At(grid.Times[0]))).Variance / data.At(process.At(grid.Times[^1])).Variance;

    private static IEnumerable<(IDiffusionProcess Process, TimeGrid Grid, string Name)> Runs(int[] counts)
    {
        foreach ((string kind, string schedule) in new[] { ("vp", "linear"), ("vp", "cosine"), ("vp", "zero-snr:ddpm"), ("subvp", "linear"), ("subvp", "cosine"), ("ve", "geometric"), ("flow", "straight") })
        {
            var faults = new Faults();
            IDiffusionProcess process = ProcessCatalog.Make(kind, schedule, faults)!;
            faults.ThrowIfAny();
            foreach (int steps in counts)
            {
                string name = $"{kind}, {schedule}, {steps} steps of grid ";
                yield return (process, Grids.Uniform(steps, end: 1e-5), name + "uniform down to 1e-5");
                foreach (Entry<GridRule> rule in GridCatalog.Shelf.Entries.Where(rule => rule.Name != "made" || steps <= MostMadeSteps))
                {
                    yield return (process, rule.Value.Make(process, TimeRange.Whole, steps), name + rule.Name);
                }
            }
        }
    }
}
