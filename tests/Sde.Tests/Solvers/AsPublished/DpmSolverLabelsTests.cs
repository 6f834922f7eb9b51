using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers.AsPublished;

/// <summary>The order that the time labels of dpm-solver's code leave to a method: none, measured.</summary>
public sealed class DpmSolverLabelsTests
{
    [Fact]
    public void With_a_cosine_schedule_a_run_tends_to_another_limit_which_is_the_order_that_is_stated()
    {
        var process = new VariancePreserving(new CosineSchedule());
        var data = new NormalLaw(0.5, 0.09);
        foreach (ISolver method in new ISolver[] { new Ddim(), new DpmSolver2(), new DpmSolverPlusPlus2M() })
        {
            var published = new DpmSolverLabels(method);
            Near.Absolute(published.Facts.Order, Math.Log2(Error(published, 2048) / Error(published, 4096)), 0.25, method.Facts.Name);
            Near.Absolute(method.Facts.Order, Math.Log2(Error(method, 256) / Error(method, 512)), 0.25, method.Facts.Name);
        }

        double Error(ISolver solver, int steps)
        {
            TimeGrid grid = new("uniform", [.. Enumerable.Range(0, steps + 1).Select(i => 0.95 - (0.85 * i / steps))]);
            return Math.Abs(ExactMoments.Map(solver, process, data, grid).Push(data.At(process.At(0.95))).Variance - data.At(process.At(0.1)).Variance);
        }
    }

    [Fact]
    public void A_stochastic_method_keeps_no_strong_order_and_a_deterministic_one_has_none()
    {
        Assert.Equal(0, new DpmSolverLabels(new EulerMaruyama()).Facts.StrongOrder);
        Assert.Null(new DpmSolverLabels(new Ddim()).Facts.StrongOrder);

        // The labels leave no noise of a step in its clock, so that a run has no Brownian path to follow.
        Assert.Equal(StepNoise.None, new DpmSolverLabels(new EulerMaruyama()).Facts.Noise);
    }
}
