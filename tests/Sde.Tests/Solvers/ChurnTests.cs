using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

public sealed class ChurnTests
{
    [Theory]
    [InlineData(10, 100, 1, 0.1)]
    [InlineData(10, 5, 1, 0.41421356237309515)]
    [InlineData(10, 100, 0.01, 0)]
    [InlineData(10, 100, 60, 0)]
    [InlineData(10, 100, 0.05, 0.1)]
    [InlineData(10, 100, 50, 0.1)]
    public void Gamma_is_the_amount_for_each_step_up_to_root_two_less_one_within_its_range(
        double amount, int steps, double ratio, double expected) =>
        Assert.Equal(expected, new Churn(amount, 0.05, 50).Gamma(ratio, steps), 15);

    [Fact]
    public void A_lift_followed_by_an_exact_flow_is_the_law_of_the_lifted_level()
    {
        // For a point of data Heun is exact, so the law stays exact whatever the churn: the noise added is that of the level reached.
        Law.Holds(RandomProcesses.Any, RandomGrids.Between(0.02, 10), Reals.Between(0.1, 5), static (process, grid, amount) =>
        {
            var data = new NormalLaw(0.7, 0);
            AffineMap map = ExactMoments.Map(new Heun(new Churn(amount)), process, data, grid);
            NormalLaw end = map.Push(data.At(process.At(grid.Times[0])));
            NormalLaw expected = data.At(process.At(grid.Times[^1]));
            Near.Relative(expected.Variance, end.Variance, 1e-9, process.Name);
            Near.Absolute(expected.Mean, end.Mean, 1e-9);
        });
    }

    [Fact]
    public void The_noise_of_a_step_is_that_between_the_level_and_the_lifted_level()
    {
        // In y = x/α: σ̃² (1 + γ)² − σ̃², seen through the flow down: the ratio of deviations for a point of data.
        IDiffusionProcess process = SolverCase.All[0].Process;
        var grid = new TimeGrid("one step", 0.5, 0.4);
        const double Gamma = 0.2;
        AffineMap map = ExactMoments.Map(new Heun(new Churn(Gamma)), process, new NormalLaw(0, 0), grid);
        double from = process.At(0.5).Ratio;
        double to = process.At(0.4).Deviation;
        Near.Relative(to / (1 + Gamma) * Math.Sqrt((1 + Gamma) * (1 + Gamma) - 1), Assert.Single(map.Noise).Value, 1e-12);
        Near.Relative(to / (process.At(0.5).MeanScale * from * (1 + Gamma)), map.Slope, 1e-12);
        Assert.Equal(NoisePurpose.Churn, Assert.Single(map.Noise).Key.Purpose);
    }

    [Fact]
    public void The_noise_scale_multiplies_the_noise_alone()
    {
        IDiffusionProcess process = SolverCase.All[0].Process;
        var grid = new TimeGrid("one step", 0.5, 0.4);
        AffineMap plain = ExactMoments.Map(new Heun(new Churn(0.2)), process, SolverCase.Data, grid);
        AffineMap scaled = ExactMoments.Map(new Heun(new Churn(0.2, NoiseScale: 1.5)), process, SolverCase.Data, grid);
        Near.Relative(plain.Slope, scaled.Slope, 1e-15);
        Near.Relative(2.25 * plain.NoiseVariance, scaled.NoiseVariance, 1e-14);
    }
}
