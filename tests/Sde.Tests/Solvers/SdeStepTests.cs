using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>The exact step of the reverse SDE with x̂₀ held: coefficients of state, data and noise.</summary>
public sealed class SdeStepTests
{
    [Fact]
    public void Whatever_the_noise_rate_a_step_carries_the_law_of_a_point_of_data_to_the_next_level()
    {
        Law.Holds(RandomProcesses.Any, Reals.Between(0.1, 1), Reals.Between(0.2, 0.9), Reals.Between(0, 3), static (process, s, share, rate) =>
        {
            NoiseLevel from = process.At(s);
            NoiseLevel to = process.At(s * share);
            var step = new SdeStep(from, to, rate);
            Near.Relative(to.MeanScale, (step.OnState * from.MeanScale) + step.OnData, 1e-12);
            double variance = (step.OnState * step.OnState * from.Variance) + (step.Deviation * step.Deviation);
            Near.Relative(to.Variance, variance, 1e-12);
            Near.Relative(Math.Pow(from.Ratio / to.Ratio, -1 - rate) * to.MeanScale / from.MeanScale, step.OnState, 1e-11 * (1 + rate));
        });
    }

    [Fact]
    public void The_step_to_time_zero_is_the_prediction_with_no_noise_at_every_noise_rate()
    {
        Law.Holds(RandomProcesses.Any, Reals.Between(0.01, 1), static (process, s) =>
        {
            foreach (double rate in new[] { 0, 0.5, 1, 2 })
            {
                var step = new SdeStep(process.At(s), process.At(0), rate);
                Assert.Equal((0, 1, 0), (step.OnState, step.OnData, step.Deviation));
            }
        });
    }
}
