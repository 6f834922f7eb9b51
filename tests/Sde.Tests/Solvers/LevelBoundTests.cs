using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>A method of two predictions keeps its order up to a step of twice the one before, in λ, and is of order 1 beyond (docs/decisions/0014).</summary>
public sealed class LevelBoundTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly SmoothNoise Score = new((0.5, 0.3, 0.2, 1, 0.1), 3);

    [Fact]
    public void A_step_bears_an_earlier_prediction_up_to_a_ratio_of_two()
    {
        // Where the weight of the earlier prediction is −factor/2 times the ratio.
        Assert.InRange(Jump(new DpmSolverPlusPlus2M(), 2), 1e-3, 1);
        foreach (double ratio in new[] { 0.5, 1, 1.9, 2.1, 3, 3.9, 4, 4.1 })
        {
            Assert.InRange(Jump(new DpmSolverPlusPlus2M(), ratio), 0, 1e-8);
        }
    }

    [Theory]
    [InlineData(1.5, false)]
    [InlineData(2.5, true)]
    [InlineData(4.5, true)]
    public void Beyond_it_the_step_is_that_of_the_first_order(double ratio, bool isFirst)
    {
        double[] found = Run(new DpmSolverPlusPlus2M(), ratio);
        double[] first = Run(new Ddim(), ratio);
        double apart = found.Zip(first, static (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(apart, isFirst ? 0 : 1e-3, isFirst ? 1e-12 : 1);
    }

    // How far the samples move while the ratio passes a value.
    private static double Jump(ISolver solver, double ratio) =>
        Run(solver, ratio * (1 - 1e-10)).Zip(Run(solver, ratio * (1 + 1e-10)), static (a, b) => Math.Abs(a - b)).Max();

    // Two steps in λ, the second by the ratio longer.
    private static double[] Run(ISolver solver, double ratio)
    {
        double[] lambdas = [-1, -0.6, -0.6 + (0.4 * ratio)];
        return TileRun.Values(solver, Process, Score, new TimeGrid("two steps", [.. lambdas.Select(lambda => Process.AtLambda(lambda).Time)]));
    }
}
