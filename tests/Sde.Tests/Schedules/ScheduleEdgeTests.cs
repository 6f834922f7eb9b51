using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Special;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Schedules;

/// <summary>Schedules where they are hardest: at a cap, next to a singularity, in tables that leap.</summary>
public sealed class ScheduleEdgeTests
{
    [Fact]
    public void The_cosine_rate_rises_without_a_jump_to_its_cap_and_never_above()
    {
        Law.Holds(Reals.LogBetween(1e-3, 0.5), Reals.LogBetween(5, 1000), static (offset, betaMax) =>
        {
            var schedule = new CosineSchedule(offset, betaMax);
            (double below, double above) = (0, 1);
            while (above - below > 1e-13)
            {
                double middle = 0.5 * (below + above);
                (below, above) = schedule.Beta(middle) < betaMax ? (middle, above) : (below, middle);
            }

            // β′ = ½ (β² + π²/(1 + s)²) there, so a rounding of t moves β by as much.
            double slope = 0.5 * ((betaMax * betaMax) + 10);
            Near.Absolute(betaMax, schedule.Beta(below), (3e-13 * slope) + (1e-12 * betaMax), $"s = {offset:R}");
            Assert.Equal(betaMax, schedule.Beta(above));
            Assert.Equal(betaMax, schedule.Beta(1));
        });
    }

    [Fact]
    public void The_cosine_integral_keeps_its_digits_next_to_the_singularity()
    {
        // cos θ falls in proportion to 1 − t, so a halving of 1 − t adds 2 ln 2.
        var schedule = new CosineSchedule(0.008, 1e13);
        for (int k = 20; k < 40; k++)
        {
            double added = schedule.Integral(1 - Math.ScaleB(1, -k - 1)) - schedule.Integral(1 - Math.ScaleB(1, -k));
            Near.Absolute(2 * Math.Log(2), added, 2e-12 + Math.ScaleB(1, -2 * k), $"1 − t = 2^−{k}");
        }
    }

    [Fact]
    public void The_lambda_of_a_preserving_process_is_finite_where_alpha_is_none()
    {
        var process = new VariancePreserving(new LinearSchedule(1, 4000));
        Assert.Equal(0, process.At(1).MeanScale);
        Near.Relative(-0.5 * 2000.5, process.At(1).Lambda, 1e-15);
    }

    [Fact]
    public void The_knots_of_a_table_invert_exactly()
    {
        double[] betas = [0.1, 0.2, 0.3, 0.15, 0.4, 0.05, 0.35];
        TableSchedule table = TableSchedule.FromBetas(betas);
        Assert.Equal(0, table.TimeOfIntegral(0));
        double integral = 0;
        for (int i = 0; i < betas.Length; i++)
        {
            integral -= Exponentials.Log1p(-betas[i]);
            Assert.Equal((i + 1.0) / betas.Length, table.TimeOfIntegral(integral));
        }
    }

    [Fact]
    public void The_inverse_of_a_table_solves_its_equation_where_the_table_leaps()
    {
        // Rates that change by seven powers of ten from step to step throw Newton's method out of its interval.
        Law.Holds(Reals.LogBetween(1e-8, 1e-3), Reals.Between(0.3, 0.99), Reals.Between(0.001, 0.999), static (small, large, share) =>
        {
            TableSchedule table = DdpmChain.FromBetas([small, large, small, small, large, large, small, large]).ToSchedule();
            for (int i = 0; i < table.Steps; i++)
            {
                double t = (i + share) / table.Steps;
                double integral = table.Integral(t);
                double back = table.TimeOfIntegral(integral);
                Assert.InRange(back, (double)i / table.Steps, (i + 1.0) / table.Steps);
                // A time is known to a rounding or two, and so is the integral.
                double roundings = 1e-15 * (integral + (table.Beta(t) * t));
                Near.Absolute(integral, table.Integral(back), 4 * roundings, $"t = {t:R}");
            }
        }, cases: 200);
    }
}
