using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Solvers;

/// <summary>Methods that run on one Brownian path: strong convergence on a nonlinear problem, and what composes exactly.</summary>
[Trait("Category", "Once")]
public sealed class OnOnePathTests
{
    private const int Samples = 256;
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Data = new(
        [Gaussian.Isotropic([-1.5, 0], 0.25), Gaussian.Isotropic([1, 0.5], 0.09)], [0.6, 0.4]);

    /// <summary>
    /// Every method that can, against ShARK with 4096 steps on the same paths. Theory promises 1 and 1.5. The mean error is taken, not the mean
    /// square, which a few of the 256 paths, those that pass between the modes, decide alone; and slopes over five halvings.
    /// </summary>
    [Theory]
    [InlineData("em", 1)]
    [InlineData("ddpm-posterior", 1)]
    [InlineData("sde-dpmpp-1", 1)]
    [InlineData("sde-dpmpp-2m", 1)]
    [InlineData("dpmpp-sde", 1)]
    [InlineData("seeds-3", 1)]
    [InlineData("sa-2", 1)]
    [InlineData("stochastic-heun", 1)]
    [InlineData("sra1", 1.5)]
    [InlineData("shark", 1.5)]
    public void Paths_converge_strongly_to_one_solution(string name, double order)
    {
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        double coarse = Distance(Run(solver, 32), Exact.Value);
        double fine = Distance(Run(solver, 1024), Exact.Value);
        Assert.InRange(Math.Log2(coarse / fine) / 5, order - 0.1, order + 0.45);
    }

    [Fact]
    public void With_data_in_one_point_exponential_methods_end_alike_on_every_grid()
    {
        GaussianMixture point = GaussianMixture.Of(Gaussian.PointMass([0.7, -1]));
        var solver = new OnOnePath(new SdeDpmSolverPlusPlus(1), PathClock.SignalToNoise);
        double[] one = Run(solver, point, new TimeGrid("one", 1, 0.05));
        double[] many = Run(solver, point, new TimeGrid("many", 1, 0.93, 0.5, 0.31, 0.11, 0.05));
        double[] halves = Run(new OnOnePath(new DpmSolverPlusPlusSde(), PathClock.SignalToNoise), point, new TimeGrid("two", 1, 0.4, 0.05));
        for (int i = 0; i < one.Length; i++)
        {
            Near.Absolute(one[i], many[i], 2e-7);
            Near.Absolute(one[i], halves[i], 2e-7);
        }
    }

    [Fact]
    public void Threads_and_tiles_change_no_bit()
    {
        TimeGrid grid = Grids.Quadratic(7, 1e-3);
        foreach (ISolver solver in new ISolver[]
        {
            new OnOnePath(new StochasticRungeKutta(AreaTableau.Shark)),
            new OnOnePath(new SdeDpmSolverPlusPlus(2), PathClock.SignalToNoise),
        })
        {
            double[] plain = Sampler.Sample(Process, Data.Score<double>(), solver, grid, 50, 9, new SamplerOptions { Threads = 1, TileRows = 50 }).Values;
            double[] cut = Sampler.Sample(Process, Data.Score<double>(), solver, grid, 50, 9, new SamplerOptions { Threads = 3, TileRows = 7 }).Values;
            Assert.Equal(plain, cut);
        }
    }

    [Fact]
    public void Methods_whose_noise_is_no_path_are_refused()
    {
        var problem = new Problem<Tile<double>>(Process, Data.Score<double>(), new TileSpace<double>(1, 2));
        Assert.Throws<ArgumentException>(() => new OnOnePath(new Ddim()).CreateStepper(problem));
        Assert.Throws<ArgumentException>(() => new OnOnePath(new StochasticRungeKutta(AreaTableau.Sra1), PathClock.SignalToNoise).CreateStepper(problem));
    }

    private static Lazy<double[]> Exact { get; } = new(() => Run(new StochasticRungeKutta(AreaTableau.Shark), 4096));

    private static double[] Run(ISolver solver, int steps) => Run(new OnOnePath(solver), Data, Grids.Uniform(steps, 0.0625));

    private static double[] Run(ISolver solver, GaussianMixture data, TimeGrid grid) =>
        Sampler.Sample(Process, data.Score<double>(), solver, grid, Samples, 4).Values;

    private static double Distance(double[] a, double[] b) => a.Zip(b, static (x, y) => Math.Abs(x - y)).Average();
}
