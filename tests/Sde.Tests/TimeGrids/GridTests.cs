using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.TimeGrids;

public sealed class GridTests
{
    private static readonly FsCheck.Arbitrary<double> Ends = Reals.LogBetween(1e-5, 0.5);
    private static readonly FsCheck.Arbitrary<double> StepCounts = Reals.Between(1, 300);

    [Fact]
    public void Rules_in_time_have_their_steps_exact_ends_and_their_formula()
    {
        Law.Holds(Ends, StepCounts, static (end, count) =>
        {
            int steps = (int)count;
            TimeGrid uniform = Grids.Uniform(steps, end);
            TimeGrid quadratic = Grids.Quadratic(steps, end);
            foreach (TimeGrid grid in new[] { uniform, quadratic })
            {
                AssertShape(grid, steps, end);
            }

            double root = Math.Sqrt(end);
            for (int i = 0; i <= steps; i++)
            {
                double u = (double)i / steps;
                Near.Absolute(1 - u + (u * end), uniform.Times[i], 1e-15);
                Near.Absolute(1 - u + (u * root), Math.Sqrt(quadratic.Times[i]), 1e-14);
            }
        });
    }

    [Fact]
    public void Rules_in_time_may_end_at_zero_exactly()
    {
        Assert.True(Grids.Uniform(10).EndsAtZero && Grids.Uniform(10).Times[^1] == 0);
        Assert.True(Grids.Quadratic(1).EndsAtZero && Grids.Quadratic(1).Steps == 1);
        Assert.False(Grids.Uniform(10, 1e-3).EndsAtZero);
    }

    [Fact]
    public void Rules_in_lambda_are_even_in_their_variable_and_end_at_zero()
    {
        Law.Holds(RandomProcesses.Any, Ends, StepCounts, static (process, end, count) =>
        {
            int steps = Math.Max(4, (int)count);
            TimeGrid lambda = Grids.UniformLambda(process, steps, end: end);
            TimeGrid karras = Grids.Karras(process, steps, end: end);
            AssertShape(lambda, steps, 0);
            AssertShape(karras, steps, 0);
            Assert.Equal(end, lambda.Times[^2]);
            Assert.Equal(end, karras.Times[^2]);
            AssertEven(FromSomeData(process, lambda), t => process.At(t).Lambda);
            AssertEven(FromSomeData(process, karras), t => Math.Pow(process.At(t).Ratio, 1 / 7.0));
        });

        // From nothing but noise the first step goes to the highest level that has a λ; even is what comes after it.
        static TimeGrid FromSomeData(IDiffusionProcess process, TimeGrid grid) =>
            process.At(grid.Times[0]).IsPureNoise ? new TimeGrid(grid.Name, grid.Times[1..].ToArray()) : grid;
    }

    [Fact]
    public void One_step_of_a_rule_in_lambda_goes_from_start_to_zero() =>
        Assert.Equal([0.9, 0], Grids.Karras(SomeProcess, 1, start: 0.9).Times.ToArray());

    [Fact]
    public void Karras_with_exponent_one_is_even_in_the_noise_ratio() =>
        AssertEven(Grids.Karras(SomeProcess, 9, end: 0.1, rho: 1), static t => SomeProcess.At(t).Ratio);

    [Fact]
    public void Senseless_rules_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Grids.Uniform(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grids.Uniform(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grids.Uniform(5, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grids.Quadratic(5, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grids.Karras(SomeProcess, 5, end: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grids.Karras(SomeProcess, 5, rho: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grids.Karras(SomeProcess, 5, rho: -7));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grids.UniformLambda(SomeProcess, 5, start: double.NaN));
        Assert.ThrowsAny<ArgumentException>(() => Grids.UniformLambda(SomeProcess, 5, start: 0.1, end: 0.2));
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.0 })]
    [InlineData(new[] { 1.0, 1.0 })]
    [InlineData(new[] { 0.5, 0.6 })]
    [InlineData(new[] { 1.0, double.NaN })]
    [InlineData(new[] { double.NaN, 0.5 })]
    [InlineData(new[] { 1.0, double.NaN, 0.5 })]
    [InlineData(new[] { 1.0000000000000002, 0.5 })]
    [InlineData(new[] { 1.0, -1e-300 })]
    [InlineData(new[] { double.PositiveInfinity, 0.5 })]
    public void Times_that_make_no_grid_are_refused(double[] times) =>
        Assert.Throws<ArgumentException>(() => new TimeGrid("wrong", times));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void A_time_outside_the_range_is_named_with_its_place(double wrong)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TimeGrid("wrong", 1, wrong, 0));
        Assert.Contains($"Time 1 of the grid is {wrong:R}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_keeps_its_times_when_the_source_changes()
    {
        double[] times = [1, 0.5, 0];
        var grid = new TimeGrid("kept", times);
        times[1] = 7;
        Assert.Equal([1, 0.5, 0], grid.Times.ToArray());
    }

    [Fact]
    public void Index_grids_rise_strictly_within_the_chain_and_give_exact_times()
    {
        Law.Holds(Reals.Between(2, 1000), Reals.Between(0, 1), static (length, share) =>
        {
            int chainSteps = (int)length;
            int steps = 1 + (int)(share * (chainSteps - 1));
            DdpmChain chain = DdpmChain.FromBetas([.. Enumerable.Repeat(0.01, chainSteps)]);
            foreach (int[] indices in new[]
            {
                IndexGrids.Leading(chainSteps, steps),
                IndexGrids.Trailing(chainSteps, steps),
                IndexGrids.Linspace(chainSteps, steps),
            })
            {
                Assert.Equal(steps, indices.Length);
                Assert.True(indices[0] >= 1 && indices[^1] <= chainSteps);
                Assert.All(indices.Zip(indices.Skip(1)), static pair => Assert.True(pair.First < pair.Second));
                TimeGrid grid = IndexGrids.ToTimeGrid(chain, indices, "index");
                Assert.Equal((double)indices[^1] / chainSteps, grid.Times[0]);
                Assert.Equal(steps, grid.Steps);
                Assert.True(grid.EndsAtZero);
            }

            Assert.Equal(1, IndexGrids.Leading(chainSteps, steps)[0]);
            Assert.Equal(chainSteps, IndexGrids.Trailing(chainSteps, steps)[^1]);
            Assert.All(IndexGrids.Trailing(chainSteps, steps).Select((i, k) => i - ((double)chainSteps * (k + 1) / steps)), static off => Assert.InRange(off, -0.5, 0.5));
            Assert.All(
                IndexGrids.Linspace(chainSteps, steps).Select((i, k) => steps == 1 ? 0 : i - 1 - ((double)(chainSteps - 1) * k / (steps - 1))),
                static off => Assert.InRange(off, -0.5 - 1e-9, 0.5 + 1e-9));
            Assert.Equal(chainSteps, IndexGrids.Linspace(chainSteps, steps)[^1]);
            Assert.True(steps == 1 || IndexGrids.Linspace(chainSteps, steps)[0] == 1);
        });
    }

    [Fact]
    public void Index_grids_of_a_thousand_steps_are_those_in_common_use()
    {
        Assert.Equal([1, 201, 401, 601, 801], IndexGrids.Leading(1000, 5));
        Assert.Equal([200, 400, 600, 800, 1000], IndexGrids.Trailing(1000, 5));
        Assert.Equal([1, 251, 500, 750, 1000], IndexGrids.Linspace(1000, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexGrids.Leading(10, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexGrids.Trailing(10, 0));
    }

    private static IDiffusionProcess SomeProcess { get; } = new VariancePreserving(new ScoreSde.Schedules.LinearSchedule());

    private static void AssertShape(TimeGrid grid, int steps, double end)
    {
        Assert.Equal(steps, grid.Steps);
        Assert.Equal(1, grid.Times[0]);
        Assert.Equal(end, grid.Times[^1]);
        for (int i = 1; i <= steps; i++)
        {
            Assert.True(grid.Times[i] < grid.Times[i - 1]);
        }
    }

    private static void AssertEven(TimeGrid grid, Func<double, double> variable)
    {
        int intervals = grid.Steps - 1;
        double first = variable(grid.Times[0]);
        double last = variable(grid.Times[^2]);
        double size = Math.Max(Math.Abs(first), Math.Abs(last));
        for (int i = 0; i <= intervals; i++)
        {
            // A time near 1 knows its λ to one rounding of t only, which a steep schedule magnifies.
            Near.Absolute(first + ((double)i / intervals * (last - first)), variable(grid.Times[i]), 1e-11 * size, $"{grid.Name} {i}:");
        }
    }
}
