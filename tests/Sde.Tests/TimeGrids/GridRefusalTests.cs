using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.TimeGrids;

/// <summary>What grids are called and what they say when they refuse.</summary>
public sealed class GridRefusalTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Fact]
    public void Names_are_those_of_the_command_line()
    {
        Assert.Equal("uniform", Grids.Uniform(3).Name);
        Assert.Equal("quadratic", Grids.Quadratic(3).Name);
        Assert.Equal("lambda", Grids.UniformLambda(Process, 3).Name);
        Assert.Equal("karras", Grids.Karras(Process, 3).Name);
        Assert.Equal("leading", IndexGrids.ToTimeGrid(DdpmChain.Linear(10), [1, 4, 7], "leading").Name);
    }

    [Fact]
    public void Grids_are_refused_with_the_times_that_are_wrong()
    {
        Refused.By("times", "at least two times", static () => new TimeGrid("wrong", 1));
        Refused.By("times", "Time 1 of the grid is -0.5; times must lie in [0, 1]", static () => new TimeGrid("wrong", 1, -0.5));
        Refused.By(
            "times", "Times 1 and 2 of the grid are 0.5 and 0.6; they must strictly decrease", static () => new TimeGrid("wrong", 1, 0.5, 0.6));
    }

    [Fact]
    public void Rules_are_refused_by_the_argument_that_is_wrong()
    {
        Refused.By("steps", "", static () => Grids.Uniform(0));
        Refused.By("end", "must lie in [0, 1]", static () => Grids.Uniform(5, 1.5));
        Refused.By("steps", "", static () => Grids.Karras(Process, 0));
        Refused.By("rho", "finite and greater than 0", static () => Grids.Karras(Process, 5, rho: 0));
        Refused.By("rho", "lies beyond a double", static () => Grids.Karras(Process, 5, rho: 0.001));
        Refused.By("rho", "lies beyond a double", static () => Grids.Karras(new VarianceExploding(new GeometricSchedule(1e-3, 0.1)), 5, rho: 0.001));
        Refused.By("end", "finite and greater than 0", static () => Grids.Karras(Process, 5, end: 0));
        Refused.By("end", "finite and greater than 0", static () => Grids.UniformLambda(Process, 5, end: double.NaN));
        Refused.By("chainSteps", "", static () => IndexGrids.Leading(0, 1));
        Refused.By("steps", "", static () => IndexGrids.Leading(10, 0));
        Refused.By("steps", "", static () => IndexGrids.Linspace(10, 11));
        Assert.Equal([10], IndexGrids.Linspace(10, 1));
        Assert.Equal([1], IndexGrids.Linspace(1, 1));
        Assert.Equal(10, IndexGrids.Leading(10, 10)[^1]);
    }
}
