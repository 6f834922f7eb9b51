using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.GridDesign;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.GridDesign;

/// <summary>The error of a grid is the instrument's own, and the made grid has less of it than any grid near it.</summary>
[Trait("Category", "Once")]
public sealed class GridDesignerTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    private static readonly double[] Spectrum = [.. Enumerable.Range(0, 17).Select(static k => 0.1 * Math.Pow(100, k / 16.0))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_error_at_the_end_is_that_of_exact_moments(bool stochastic)
    {
        ISolver solver = stochastic ? new SdeDpmSolverPlusPlus(2) : new DpmSolverPlusPlus2M();
        TimeGrid grid = Grids.Quadratic(7);
        double squares = Spectrum.Average(v =>
        {
            var data = new NormalLaw(0, v);
            double reached = ExactMoments.Map(solver, Process, data, grid).Push(data.At(Process.At(1))).Variance;
            return Math.Pow(Math.Sqrt(reached) - Math.Sqrt(v), 2);
        });
        Assert.Equal(Math.Sqrt(squares), new GridError(solver, Process, Spectrum).AtEnd(grid), 1e-12);
    }

    [Fact]
    public void What_the_steps_add_is_all_of_the_error()
    {
        var error = new GridError(new Ddim(), Process, [0.3]);
        TimeGrid grid = Grids.Uniform(5);
        Assert.Equal(error.AtEnd(grid), Math.Abs(error.OfSteps(grid).Sum()), 1e-14);
        Assert.True(error.OfPath(grid) > 0);
    }

    [Theory]
    [InlineData("vp")]
    [InlineData("ve")]
    public void The_made_grid_is_better_than_the_usual_ones_and_than_its_neighbours(string name)
    {
        IDiffusionProcess process = name == "vp" ? Process : new VarianceExploding(new GeometricSchedule(0.01, 50));
        var error = new GridError(new DpmSolverPlusPlus2M(), process, Spectrum);
        TimeGrid made = GridDesigner.Make(error, 8);
        double least = error.OfPath(made);
        Assert.Equal(8, made.Steps);
        Assert.Equal(1, made.Times[0]);
        Assert.True(made.EndsAtZero);
        Assert.All(GridDesigner.Usual(process, 8), usual => Assert.True(error.OfPath(usual) > 1.2 * least, usual.Name));
        for (int i = 1; i < 8; i++)
        {
            foreach (double share in new[] { 0.97, 1.03 })
            {
                double[] moved = made.Times.ToArray();
                moved[i] *= share;
                Assert.True(error.OfPath(new TimeGrid("moved", moved)) > least, $"time {i} × {share}");
            }
        }
    }

    [Fact]
    public void A_made_grid_serves_data_that_is_not_gaussian()
    {
        // Made for Gaussian data; on the flow of a mixture, whose every path is known, it beats the usual grids of as many steps by half.
        var mixture = new MixtureLaw((0.5, -2, 0.09), (0.5, 2, 0.09));
        var solver = new DpmSolverPlusPlus2M();
        TimeGrid made = GridDesigner.Make(new GridError(solver, Process, Spectrum), 16);

        double Error(TimeGrid grid) => FlowError.Measure(solver, Process, mixture, grid);
        Assert.All(
            new[] { Grids.UniformLambda(Process, 16), Grids.Karras(Process, 16) },
            usual => Assert.True(Error(usual) > 1.5 * Error(made), $"{usual.Name} {Error(usual):G3}, made {Error(made):G3}"));
    }

    [Fact]
    public void Words_that_make_no_design_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => new GridError(new Ddim(), Process, []));
        Assert.Throws<ArgumentException>(static () => new GridError(new Ddim(), Process, [double.NaN]));
        Assert.Throws<ArgumentException>(static () => new GridError(new Ddim(), Process, [-1]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => GridDesigner.Make(new GridError(new Ddim(), Process, [1]), 1));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => GridDesigner.Make(new GridError(new Ddim(), Process, [1]), 4, cancellation: stopped.Token));
    }
}
