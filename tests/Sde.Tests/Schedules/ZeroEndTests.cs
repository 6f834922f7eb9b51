using ScoreSde.Discrete;
using ScoreSde.Schedules;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Schedules;

/// <summary>Schedules that end at ᾱ = 0.</summary>
public sealed class ZeroEndTests
{
    private static readonly TableSchedule Chain = DdpmChain.Linear().ToSchedule();

    private static readonly TableSchedule Moved = Chain.ToZeroTerminalSnr();

    [Fact]
    public void A_table_is_moved_as_in_the_paper()
    {
        // Lin et al. 2024, alg. 1, on √ᾱ.
        double[] roots = [.. Chain.Integrals.ToArray().Select(static b => Math.Exp(-b / 2))];
        for (int i = 1; i < roots.Length; i++)
        {
            double expected = (roots[i] - roots[^1]) * roots[1] / (roots[1] - roots[^1]);
            Near.Absolute(expected, Math.Exp(-Moved.Integrals[i] / 2), 1e-15);
        }

        Assert.Equal(Chain.Integrals[1], Moved.Integrals[1]);
        Assert.True(double.IsPositiveInfinity(Moved.Integral(1)));
        Assert.Equal($"zero-snr:{Chain.Name}", Moved.Name);
    }

    [Fact]
    public void Rate_and_integral_go_on_into_the_last_interval_without_a_jump_and_belong_together()
    {
        double start = 1 - (1.0 / Moved.Steps);
        Near.Relative(Moved.Beta(start - 1e-9), Moved.Beta(start + 1e-9), 1e-4);
        Near.Absolute(Moved.Integral(start - 1e-12), Moved.Integral(start + 1e-12), 1e-8);
        Law.Holds(Reals.Between(0.01, 0.99), share =>
        {
            double t = start + (share / Moved.Steps);
            double h = 1e-4 * (1 - t);
            Near.Relative((Moved.Integral(t + h) - Moved.Integral(t - h)) / (2 * h), Moved.Beta(t), 1e-6);
        });
    }

    [Fact]
    public void A_table_that_is_flat_before_its_end_leaves_it_as_flat()
    {
        var flat = TableSchedule.FromIntegrals([0, 1e-3, 2e-3, 3e-3, double.PositiveInfinity]);
        Near.Relative(flat.Beta(0.75 - 1e-9), flat.Beta(0.75 + 1e-9), 1e-4);
        Near.Relative(4e-3, flat.Beta(0.75), 1e-9);
    }

    /// <summary>However much noise is asked for, its time lies before the end, where there is no signal at all.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(1e6)]
    [InlineData(double.MaxValue)]
    public void No_finite_integral_is_that_of_the_end(double integral)
    {
        Assert.InRange(Moved.TimeOfIntegral(integral), 0.999, Math.BitDecrement(1));
        Assert.True(double.IsFinite(Moved.Integral(Moved.TimeOfIntegral(integral))));
    }

    [Fact]
    public void The_inverse_gives_every_time_back()
    {
        Law.Holds(Reals.LogBetween(1e-12, 1), static gap =>
        {
            double t = 1 - gap;
            Near.Absolute(t, Moved.TimeOfIntegral(Moved.Integral(t)), 1e-15 + (1e-12 * gap));
        });
        Assert.Equal(1, Moved.TimeOfIntegral(double.PositiveInfinity));
        Assert.Equal(1, new StraightSchedule().TimeOfIntegral(double.PositiveInfinity));
    }

    [Fact]
    public void A_table_may_end_at_zero_by_its_entries()
    {
        Assert.True(double.IsPositiveInfinity(TableSchedule.FromBetas([0.1, 0.5, 1]).Integral(1)));
        Near.Relative(-Math.Log(0.45), TableSchedule.FromBetas([0.1, 0.5, 1]).Integral(2.0 / 3), 1e-15);
        Assert.True(double.IsPositiveInfinity(TableSchedule.FromIntegrals([0, 0.1, 0.5, double.PositiveInfinity]).Integral(1)));
        Assert.True(double.IsPositiveInfinity(TableSchedule.FromAlphaBars([0.9, 0.5, 0]).Integral(1)));
    }

    [Fact]
    public void The_clock_of_EDM_is_linear_in_sigma()
    {
        var process = new ScoreSde.Processes.VarianceExploding(new LinearSchedule(0, 2 * 80 * 80));
        Law.Holds(Reals.LogBetween(1e-9, 1), t =>
        {
            Near.Relative(80 * t, process.At(t).Deviation, 1e-15);
            Near.Relative(t, process.AtLambda(process.At(t).Lambda).Time, 1e-13);
        });
        Assert.Equal(0, process.At(0).Deviation);
        Assert.Equal(0, process.Schedule.TimeOfIntegral(0));
    }
}
