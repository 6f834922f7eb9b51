using ScoreSde.Noise;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>
/// Strong orders where the drift is not linear, so that no closed form helps: a mixture of two Gaussians, every grid on the same
/// Brownian paths with their areas, against ShARK on a much finer grid.
/// </summary>
[Trait("Category", "Once")]
public sealed class NonlinearPathTests
{
    private const int Finest = 4096;
    private const int Paths = 256;
    private const ulong Seed = 2021;

    private static readonly Lazy<Dictionary<int, BrownianPaths>> Levels = new(static () =>
    {
        var levels = new Dictionary<int, BrownianPaths>();
        for (BrownianPaths paths = BrownianPaths.Draw(Finest, Paths, Seed); paths.Steps >= 64; paths = paths.Halved())
        {
            levels.Add(paths.Steps, paths);
        }

        return levels;
    });

    private static readonly Lazy<double[]> Reference = new(static () =>
        End(new StochasticRungeKutta(AreaTableau.Shark), Levels.Value[Finest], noises: 2));

    [Fact]
    public void Coarser_paths_have_the_law_of_fine_ones()
    {
        // 256 steps of 256 paths: moments of 65,536 normals, at five deviations (α = 6e-7).
        double[][] z = [Sums(Levels.Value[256], part: 0), Sums(Levels.Value[256], part: 1)];
        foreach (double[] moments in z)
        {
            Near.Absolute(0, moments[0], 5 / 256.0);
            Near.Absolute(1, moments[1], 5 * Math.Sqrt(2) / 256);
            Near.Absolute(0, moments[2], 5 / 256.0);
        }
    }

    [Theory]
    [InlineData("em", 1, 1)]
    [InlineData("stochastic-heun", 1, 1)]
    [InlineData("sra1", 2, 1.5)]
    [InlineData("shark", 2, 1.5)]
    public void Paths_on_a_mixture_converge_with_the_strong_order(string name, int noises, double order)
    {
        // ±0.2 over four doublings: the error is a mean over 256 paths, which a few of them dominate; a half order is well outside.
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        Assert.Equal(order, solver.Facts.StrongOrder);
        double slope = Math.Log2(Error(solver, Levels.Value[64], noises) / Error(solver, Levels.Value[1024], noises)) / 4;
        Near.Absolute(order, slope, 0.2, name);
    }

    [Fact]
    public void The_area_with_the_wrong_sign_costs_the_half_order()
    {
        foreach (AreaTableau tableau in new[] { AreaTableau.Sra1, AreaTableau.Shark })
        {
            var solver = new StochasticRungeKutta(tableau);
            double coarse = Error(solver, Levels.Value[64].WithReversedAreas(), noises: 2);
            double fine = Error(solver, Levels.Value[1024].WithReversedAreas(), noises: 2);
            Assert.InRange(Math.Log2(coarse / fine) / 4, 0.8, 1.2);
        }
    }

    private static double Error(ISolver solver, BrownianPaths paths, int noises) =>
        Math.Sqrt(End(solver, paths, noises).Zip(Reference.Value, static (x, exact) => (x - exact) * (x - exact)).Average());

    private static double[] End(ISolver solver, BrownianPaths paths, int noises)
    {
        SolverCase known = SolverCase.Named("vp linear");
        MixtureLaw start = SolverCase.Mixture.At(known.Process.At(known.Start));
        IStateSpace<Tile<double>> space = paths.Space(noises);
        Tile<double> x = space.Allocate();
        for (int i = 0; i < Paths; i++)
        {
            x.Values[i] = start.Quantile((i + 0.5) / Paths);
        }

        GridWalk.Run(solver, new Problem<Tile<double>>(known.Process, new MixtureScore(SolverCase.Mixture), space), known.Uniform(paths.Steps), x);
        return x.Values.ToArray();
    }

    // Mean, mean square and correlation with the other noise of the step.
    private static double[] Sums(BrownianPaths paths, uint part)
    {
        IStateSpace<Tile<double>> space = paths.Space(2);
        Tile<double> own = space.Allocate();
        Tile<double> other = space.Allocate();
        double[] sums = new double[3];
        for (uint step = 0; step < paths.Steps; step++)
        {
            space.FillNormal(own, 1, new NoiseKey(0, (2 * step) + part, NoisePurpose.Step));
            space.FillNormal(other, 1, new NoiseKey(0, (2 * step) + (1 - part), NoisePurpose.Step));
            for (int path = 0; path < Paths; path++)
            {
                sums[0] += own.Values[path];
                sums[1] += own.Values[path] * own.Values[path];
                sums[2] += own.Values[path] * other.Values[path];
            }
        }

        return Array.ConvertAll(sums, sum => sum / (paths.Steps * Paths));
    }
}
