using FsCheck.Fluent;
using MathNet.Numerics.Integration;
using ScoreSde.Schedules;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Schedules;

/// <summary>Laws of every noise schedule.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void The_rate_is_positive_and_the_integral_rises_from_zero()
    {
        Law.Holds(RandomSchedules.Any, Reals.Between(0, 1), Reals.LogBetween(1e-9, 1), static (schedule, t, later) =>
        {
            double end = Math.Min(1, t + later);
            Assert.Equal(0, schedule.Integral(0));
            Assert.True(schedule.Beta(t) > 0);
            Assert.True(end == t || schedule.Integral(end) > schedule.Integral(t));
        }, cases: 300);
    }

    [Fact]
    public void The_integral_is_the_integral_of_the_rate()
    {
        Law.Holds(RandomSchedules.Any, Reals.Between(0, 1), Reals.Between(0, 1), static (schedule, t, u) =>
        {
            (double a, double b) = t < u ? (t, u) : (u, t);
            // Panels towards both ends, for rates that rise steeply; a cap makes a kink, which no panel knows.
            double sum = Quadrature(schedule.Beta, a, b, panels: 400);
            double tolerance = schedule is CosineSchedule ? 1e-5 : 1e-13;
            Near.Relative(sum, schedule.Integral(a, b), tolerance, $"{schedule} on [{a:R}, {b:R}]");
            Near.Absolute(schedule.Integral(b) - schedule.Integral(a), schedule.Integral(a, b), 4e-15 * schedule.Integral(1), $"{schedule}");
        });
    }

    [Fact]
    public void The_cosine_integral_is_exact_below_its_cap()
    {
        Law.Holds(RandomSchedules.Cosine.ToArbitrary(), Reals.Between(0, 0.8), static (schedule, t) =>
        {
            double cap = ((CosineSchedule)schedule).BetaMax;
            double end = schedule.Beta(t) < cap ? t : 0.1;
            Near.Relative(Quadrature(schedule.Beta, 0, end, panels: 50), schedule.Integral(end), 1e-13, $"{schedule} at {end:R}");
        });
    }

    [Fact]
    public void The_cosine_schedule_is_the_paper_s_mean_scale_below_its_cap()
    {
        Law.Holds(Reals.LogBetween(1e-3, 0.1), Reals.Between(0, 0.95), static (offset, t) =>
        {
            double AlphaBar(double u)
            {
                double cosine = Math.Cos((u + offset) / (1 + offset) * Math.PI / 2);
                return cosine * cosine;
            }

            Near.Absolute(AlphaBar(t) / AlphaBar(0), Math.Exp(-new CosineSchedule(offset).Integral(t)), 1e-14);
        });
    }

    [Fact]
    public void The_inverse_of_the_integral_gives_the_time_back_near_zero_too()
    {
        Law.Holds(RandomSchedules.Any, Reals.LogBetween(1e-6, 1), static (schedule, t) =>
        {
            Near.Relative(t, schedule.TimeOfIntegral(schedule.Integral(t)), 8e-15, $"{schedule}");
        }, cases: 1000);
    }

    [Fact]
    public void The_linear_inverse_reaches_two_parts_in_ten_to_the_fifteenth()
    {
        Law.Holds(RandomSchedules.Linear.ToArbitrary(), Reals.LogBetween(1e-6, 1), static (schedule, t) =>
            Near.Relative(t, schedule.TimeOfIntegral(schedule.Integral(t)), 2e-15, $"{schedule}"), cases: 1000);
    }

    [Fact]
    public void Both_ends_invert_exactly()
    {
        Law.Holds(RandomSchedules.Any, static schedule =>
        {
            Assert.Equal(0, schedule.TimeOfIntegral(0));
            Near.Absolute(1, schedule.TimeOfIntegral(schedule.Integral(1)), 1e-15, $"{schedule}");
            Assert.True(schedule.TimeOfIntegral(schedule.Integral(1)) <= 1);
        });
    }

    [Fact]
    public void Integrals_outside_the_range_and_those_that_are_no_numbers_are_refused()
    {
        Law.Holds(RandomSchedules.Any, static schedule =>
        {
            foreach (double wrong in new[] { double.NaN, -1e-300, -1, double.PositiveInfinity, schedule.Integral(1) * 1.001 })
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => schedule.TimeOfIntegral(wrong));
            }
        }, cases: 20);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 20)]
    [InlineData(0.1, 0.05)]
    [InlineData(double.NaN, 20)]
    [InlineData(0.1, double.NaN)]
    [InlineData(0.1, double.PositiveInfinity)]
    public void Linear_and_geometric_schedules_refuse_senseless_settings(double low, double high)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearSchedule(low, high));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeometricSchedule(low, high));
    }

    [Theory]
    [InlineData(1e-100, 1e100)]
    [InlineData(1e-160, 1e-158)]
    [InlineData(1e150, 1e155)]
    [InlineData(1e-154, 1e1)]
    public void A_geometric_schedule_whose_levels_have_no_squares_is_refused(double low, double high) =>
        Assert.Contains("1e154", Assert.Throws<ArgumentOutOfRangeException>(() => new GeometricSchedule(low, high)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1e-76, 1e76)]
    [InlineData(1e-153, 1e-3)]
    [InlineData(1e2, 1e152)]
    public void The_widest_geometric_schedules_have_finite_levels_and_their_times_back(double low, double high)
    {
        var process = new ScoreSde.Processes.VarianceExploding(new GeometricSchedule(low, high));
        foreach (double t in new[] { 1e-3, 0.3, 1 })
        {
            ScoreSde.Processes.NoiseLevel level = process.At(t);
            Assert.True(double.IsFinite(level.Variance) && level.Variance > 0 && double.IsFinite(process.DiffusionSquared(t)), $"{level}");
            Near.Relative(t, process.Schedule.TimeOfIntegral(process.Schedule.Integral(t)), 1e-12);
        }
    }

    [Theory]
    [InlineData(0, 999)]
    [InlineData(double.NaN, 999)]
    [InlineData(0.008, double.NaN)]
    [InlineData(0.008, 1e-3)]
    public void The_cosine_schedule_refuses_senseless_settings(double offset, double cap) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(offset, cap));

    [Fact]
    public void The_usual_schedules_have_the_published_values()
    {
        var linear = new LinearSchedule();
        Assert.Equal(10.05, linear.Integral(1), 14);
        Assert.Equal(0.1, linear.Beta(0));
        Assert.Equal(20, linear.Beta(1));
        // Nichol and Dhariwal: cos²(0.008/1.008 · π/2) at 0; the default cap begins at t = 0.99798 and leaves B(1) = 13.5.
        var cosine = new CosineSchedule();
        Assert.Equal(13.5, cosine.Integral(1), 1);
        Assert.Equal(999, cosine.Beta(0.999));
        Assert.True(cosine.Beta(0.9979) < 999);
        var geometric = new GeometricSchedule();
        // e^17 magnifies a rounding of its argument seventeen times.
        Near.Relative(2500 - 1e-4, geometric.Integral(1), 17 * 2.3e-16);
    }

    private static double Quadrature(Func<double, double> f, double a, double b, int panels)
    {
        double sum = 0;
        for (int i = 0; i < panels; i++)
        {
            sum += GaussLegendreRule.Integrate(f, a + ((b - a) * i / panels), a + ((b - a) * (i + 1) / panels), 8);
        }

        return sum;
    }
}
