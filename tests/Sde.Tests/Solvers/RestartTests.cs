using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>Where a restart begins, how often it rises, and what it is for: old errors are forgotten.</summary>
public sealed class RestartTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Fact]
    public void An_error_at_the_start_shrinks_by_the_same_factor_with_every_repeat()
    {
        // From σ̃ = a to b the flow of N(0, v) multiplies by √((v + a²)/(v + b²)) in x/α, and the noise back adds variance alone.
        const double V = 0.09;
        TimeGrid grid = Grids.Quadratic(200, 0.05);
        double Slope(int repeats) => ExactMoments.Map(
            new Restart(new Heun(), repeats, Lowest: 0.5, Highest: 2), Process, new NormalLaw(0, V), grid).Slope;
        double bottom = grid.Times.ToArray().Select(t => Process.At(t).Ratio).First(static ratio => ratio <= 0.5);
        double factor = Math.Sqrt((V + (bottom * bottom)) / (V + 4));
        Near.Relative(factor, Slope(2) / Slope(1), 1e-3);
        Near.Relative(factor, Slope(3) / Slope(2), 1e-3);
    }

    [Fact]
    public void The_repeats_are_named_and_happen_once_on_every_grid()
    {
        var solver = new Restart(new Heun(), Repeats: 3);
        double low = Process.AtLambda(-Math.Log(0.02)).Time;
        TimeGrid[] grids =
        [
            new("passes the band", 1, 0.5, low, low / 2), new("above it", 1, 0.9, 0.8), new("below it", low, low / 2, low / 4), new("to zero", 1, 0.5, 0),
        ];
        foreach (TimeGrid grid in grids)
        {
            AffineMap map = ExactMoments.Map(solver, Process, SolverCase.Data, grid);
            Assert.Equal(
                Enumerable.Range(0, 3).Select(static k => new NoiseKey(0, (uint)k, NoisePurpose.Restart)), map.Noise.Keys.OrderBy(static key => key.Interval));
        }

        Assert.Empty(ExactMoments.Map(solver, Process, SolverCase.Data, new TimeGrid("one step", 1, 0)).Noise);
    }

    [Fact]
    public void A_method_with_memory_begins_anew_after_the_repeats()
    {
        // Were the old levels kept, the values of a path that is no more would spoil the order of the steps after it.
        SolverCase known = SolverCase.Named("vp linear");
        var solver = new Restart(new DpmSolverPlusPlus2M(), Repeats: 2, Lowest: 1, Highest: 3);
        OrderFit fit = OrderFit.Measure(
            n => ExactMoments.Map(solver, known.Process, SolverCase.Data, known.Uniform(n)).Push(known.StartLaw).Variance - known.EndLaw.Variance,
            finest: 4096,
            tolerance: 0.05);
        Near.Absolute(2, fit.Order, 0.05);
    }

    [Fact]
    public void Ten_repeats_of_the_authors_on_18_steps_are_two_steps_each_and_75_evaluations()
    {
        // 17 steps of two evaluations and one to t = 0, then 10 repeats of 2 steps of two.
        TimeGrid karras = Grids.Karras(Process, 18);
        foreach ((double share, int evaluations) in new[] { (1.0 / 9, 75), (1.0 / 6, 95) })
        {
            var solver = new Restart(new Heun(), Repeats: 10, Share: share);
            Assert.Equal(evaluations, solver.Facts.Evaluations(18, endsAtZero: true));
            Assert.Equal(evaluations, ExactMoments.Evaluations(solver, Process, SolverCase.Data, karras));
        }
    }

    [Theory]
    [InlineData(0.25, 8, 2)]
    [InlineData(0.25, 9, 3)]
    [InlineData(0.01, 5, 1)]
    [InlineData(0.07, 100, 7)]
    [InlineData(0.1, 30, 3)]
    [InlineData(1.0 / 3, 10, 4)]
    public void A_share_of_the_steps_is_rounded_up_and_a_rounding_is_no_step(double share, int steps, int inARepeat)
    {
        var solver = new Restart(new Heun(), Repeats: 3, Share: share);
        int expected = (2 * steps) + (3 * 2 * inARepeat);
        Assert.Equal(expected, solver.Facts.Evaluations(steps, endsAtZero: false));
        Assert.Equal(expected, ExactMoments.Evaluations(solver, Process, SolverCase.Data, Grids.Quadratic(steps, 0.05)));
    }
}
