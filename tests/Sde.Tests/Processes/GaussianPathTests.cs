using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Processes;

/// <summary>Processes from two functions.</summary>
public sealed class GaussianPathTests
{
    private static readonly GaussianPath Straight = new("mine", static t => 1 - t, static t => t);

    [Fact]
    public void The_straight_path_by_its_functions_is_the_flow()
    {
        var flow = new RectifiedFlow();
        Law.Holds(Reals.LogBetween(1e-3, 0.99), t =>
        {
            Near.Relative(flow.DriftRate(t), Straight.DriftRate(t), 1e-9);
            Near.Relative(flow.DiffusionSquared(t), Straight.DiffusionSquared(t), 1e-9);
            Near.Relative(flow.At(t).Lambda, Straight.At(t).Lambda, 1e-13);
            Near.Relative(t, Straight.AtLambda(flow.At(t).Lambda).Time, 1e-13);
            Near.Relative(t, Straight.Schedule.TimeOfIntegral(Straight.Schedule.Integral(t)), 1e-11);
        });
        Assert.True(Straight.At(1).IsPureNoise);
        double[] mine = Sampler.Sample(Straight, GaussianMixture.Ring().Score<double>(), new Heun(), Grids.Uniform(6), 3, 1).Values;
        double[] known = Sampler.Sample(flow, GaussianMixture.Ring().Score<double>(), new Heun(), Grids.Uniform(6), 3, 1).Values;
        Assert.All(mine.Zip(known), static pair => Near.Absolute(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void A_path_of_the_circle_conforms()
    {
        var circle = new GaussianPath(
            "circle", static t => Math.Cos(t), static t => Math.Sin(t), static t => -Math.Sin(t), static t => Math.Cos(t));
        ConformanceReport report = ProcessConformance.Check(circle, new PropertyContext { Cases = 20 });
        Assert.True(report.Conforms, report.ToString());
    }

    /// <summary>α = cos t and σ = sin t with slopes by differences: f = −tan t and g² = 2 tan t, at the ends of [0, 1] too, where the differences come closer.</summary>
    [Theory]
    [InlineData(0, 1e-5)]
    [InlineData(1e-12, 1e-5)]
    [InlineData(1e-9, 1e-5)]
    [InlineData(1e-4, 1e-9)]
    [InlineData(0.5, 1e-9)]
    [InlineData(0.9999, 1e-9)]
    [InlineData(1, 1e-5)]
    public void Slopes_by_differences_hold_at_both_ends(double t, double tolerance)
    {
        var circle = new GaussianPath("circle", static t => Math.Cos(Inside(t)), static t => Math.Sin(Inside(t)));
        Near.Absolute(-Math.Tan(t), circle.DriftRate(t), tolerance);
        Near.Absolute(2 * Math.Tan(t), circle.DiffusionSquared(t), tolerance * Math.Tan(t) * 2);
        Near.Absolute(2 * Math.Tan(t), circle.Schedule.Beta(t), tolerance * Math.Tan(t) * 2);

        // A table, say, has nothing beyond its ends.
        static double Inside(double t) => t is >= 0 and <= 1 ? t : throw new ArgumentOutOfRangeException(nameof(t));
    }

    [Fact]
    public void Functions_with_other_ends_are_refused()
    {
        Refused.By("meanScale", "α must be 1 at t = 0", static () => new GaussianPath("a", static t => 0.9 - t, static t => t));
        Refused.By("deviation", "σ must be 0 at t = 0", static () => new GaussianPath("a", static t => 1, static t => 0.01 + t));
        Refused.By("lambda", "must not lie below", static () => new GaussianPath("a", static t => 1, static t => t).AtLambda(-1));
    }
}
