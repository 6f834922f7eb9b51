using ScoreSde.Discrete;
using ScoreSde.Schedules;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Schedules;

public sealed class TableScheduleTests
{
    [Fact]
    public void It_passes_through_the_table_and_never_falls()
    {
        Law.Holds(RandomChains.Any, static chain =>
        {
            TableSchedule schedule = chain.ToSchedule();
            Assert.Equal(chain.Steps, schedule.Steps);
            Assert.Equal(0, schedule.Integral(0));
            double before = 0;
            for (int i = 1; i <= chain.Steps; i++)
            {
                double integral = schedule.Integral((double)i / chain.Steps);
                // ᾱ near 1 has rounded away what its logarithm would show.
                Near.Absolute(-Math.Log(chain.AlphaBar(i)), integral, 3e-16 + (1e-12 * integral));
                for (int k = 1; k <= 4; k++)
                {
                    double t = (i - 1 + (k / 4.0)) / chain.Steps;
                    Assert.True(schedule.Beta(t) >= 0 && schedule.Integral(t) > before);
                    before = schedule.Integral(t);
                }
            }
        });
    }

    [Fact]
    public void The_rate_is_the_slope_of_the_integral_between_and_across_the_knots()
    {
        Law.Holds(RandomChains.Any, Reals.Between(0.01, 0.99), static (chain, t) =>
        {
            TableSchedule schedule = chain.ToSchedule();
            const double H = 1e-6;
            double slope = (schedule.Integral(t + H) - schedule.Integral(t - H)) / (2 * H);
            // The rate is continuous; its own slope may be as large as N times the steepest step.
            double size = schedule.Integral(1) * chain.Steps;
            Near.Absolute(slope, schedule.Beta(t), 1e-3 * size);
        });
    }

    [Fact]
    public void The_inverse_gives_the_time_back()
    {
        Law.Holds(RandomChains.Any, Reals.Between(0.001, 1), static (chain, t) =>
        {
            TableSchedule schedule = chain.ToSchedule();
            double back = schedule.TimeOfIntegral(schedule.Integral(t));
            // Where the table is flat a time is known as well as the integral allows.
            double own = 4e-16 * schedule.Integral(t) / Math.Max(1e-12, schedule.Beta(t));
            Near.Absolute(t, back, 1e-14 + (4 * own));
        }, cases: 300);
    }

    [Fact]
    public void A_table_of_mean_scales_is_the_table_of_its_rates()
    {
        Law.Holds(RandomChains.Any, Reals.Between(0, 1), static (chain, t) =>
        {
            TableSchedule fromAlphaBars = TableSchedule.FromAlphaBars(
                [.. Enumerable.Range(1, chain.Steps).Select(chain.AlphaBar)]);
            // 1 − ᾱ of a small β has lost digits before the table sees it.
            Near.Absolute(chain.ToSchedule().Integral(t), fromAlphaBars.Integral(t), 1e-11 + (1e-10 * fromAlphaBars.Integral(1)));
        });
    }

    [Fact]
    public void The_exact_table_of_a_smooth_schedule_follows_it_between_the_knots()
    {
        var linear = new LinearSchedule();
        TableSchedule table = DdpmChain.FromSchedule(linear, 200).ToSchedule();
        for (double t = 0.05; t < 0.95; t += 0.0137)
        {
            // Piecewise cubic with estimated slopes: third order in the spacing 1/200.
            Near.Relative(linear.Integral(t), table.Integral(t), 5e-5);
            Near.Relative(linear.Beta(t), table.Beta(t), 1e-2);
        }
    }

    [Fact]
    public void A_table_of_integrals_is_the_table_and_one_moved_to_zero_is_that_of_its_paper()
    {
        // Lin et al. 2024, alg. 1, in √ᾱ as written there.
        Law.Holds(RandomChains.Any, static chain =>
        {
            TableSchedule table = chain.ToSchedule();
            Assert.Equal(table, TableSchedule.FromIntegrals(table.Integrals));
            if (chain.Steps < 3)
            {
                return;
            }

            double[] roots = [.. Enumerable.Range(0, chain.Steps + 1).Select(i => Math.Exp(-0.5 * table.Integrals[i]))];
            TableSchedule moved = table.ToZeroTerminalSnr();
            Assert.Equal(0, moved.Integrals[0]);
            for (int i = 1; i <= chain.Steps; i++)
            {
                double expected = (roots[i] - roots[^1]) * roots[1] / (roots[1] - roots[^1]);
                Near.Absolute(expected, Math.Exp(-0.5 * moved.Integrals[i]), 1e-12 / (roots[1] - roots[^1]), $"index {i}");
            }
        });
    }

    [Fact]
    public void Integrals_that_are_no_table_are_refused_with_the_index()
    {
        double[] good = [0, 0.1, 0.3, 0.6, 1];
        foreach ((int index, double wrong) in new (int, double)[]
        {
            (0, 0.01), (0, -0.01), (1, 0), (1, 0.3 + 1e-9), (2, 0.1), (3, 0.3), (4, 0.6), (4, double.NaN), (4, double.NegativeInfinity), (3, double.PositiveInfinity), (2, double.NaN),
        })
        {
            double[] bad = [.. good];
            bad[index] = wrong;
            int told = index == 1 && wrong > 0.3 ? 2 : index;
            Refused.By("integrals", $"−ln ᾱ_{told} is", () => TableSchedule.FromIntegrals(bad));
        }

        good[4] = double.PositiveInfinity;
        Assert.Equal(double.PositiveInfinity, TableSchedule.FromIntegrals(good).Integral(1));
        Assert.Equal(3, TableSchedule.FromIntegrals([0, 0.1, 0.3, double.PositiveInfinity]).Steps);
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromIntegrals([0, 0.1, double.PositiveInfinity]));
        Assert.Equal(2, TableSchedule.FromIntegrals([0, 0.1, 0.3]).Steps);
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromIntegrals([0, 0.1]));
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromIntegrals([]));
    }

    [Fact]
    public void Tables_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromBetas([0.1]));
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromBetas([0.1, double.NaN]));
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromBetas([0.1, 1]));
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromAlphaBars([0.5, 0.5]));
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromAlphaBars([1, 0.5]));
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromAlphaBars([0.5, 0]));
        Assert.Throws<ArgumentException>(static () => TableSchedule.FromAlphaBars([double.NaN, 0.2]));
        TableSchedule schedule = TableSchedule.FromBetas([0.1, 0.2]);
        foreach (double wrong in new[] { double.NaN, -1e-300, schedule.Integral(1) * 1.001 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => schedule.TimeOfIntegral(wrong));
        }
    }
}
