using FsCheck.Fluent;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Special;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Processes;

/// <summary>Laws of every forward process.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void Mean_scale_and_variance_solve_the_moment_equations_of_the_sde()
    {
        // dα/dt = f α and dσ²/dt = 2 f σ² + g², by central differences of order 4.
        Law.Holds(RandomProcesses.Any, Reals.Between(0.05, 0.9), static (process, time) =>
        {
            double t = Clear(process, time);
            NoiseLevel level = process.At(t);
            double f = process.DriftRate(t);
            Near.Absolute(f, Slope(u => process.At(u).LogMeanScale, t), 1e-7 * (1 + Math.Abs(f)), $"{process.Name} d ln α/dt at {t:R}");
            double expected = (2 * f * level.Variance) + process.DiffusionSquared(t);
            double size = (2 * Math.Abs(f) * level.Variance) + process.DiffusionSquared(t);
            Near.Absolute(expected, Slope(u => process.At(u).Variance, t), 1e-7 * size, $"{process.Name} dσ²/dt at {t:R}");
        }, cases: 300);
    }

    [Fact]
    public void A_variance_preserving_process_keeps_unit_variance()
    {
        Law.Holds(RandomProcesses.Preserving, Reals.LogBetween(1e-12, 1), static (process, t) =>
        {
            NoiseLevel level = process.At(t);
            Near.Absolute(1, (level.MeanScale * level.MeanScale) + level.Variance, 1e-15);
            Assert.Equal(1, process.PriorDeviation);
        }, cases: 500);
    }

    [Fact]
    public void The_deviation_of_a_sub_variance_preserving_process_is_the_variance_of_the_preserving_one()
    {
        Law.Holds(RandomProcesses.Preserving, Reals.LogBetween(1e-9, 1), static (process, t) =>
            Near.Relative(process.At(t).Variance, new SubVariancePreserving(process.Schedule).At(t).Deviation, 1e-15));
    }

    [Fact]
    public void The_variance_of_an_exploding_process_is_its_clock()
    {
        Law.Holds(RandomSchedules.Geometric.ToArbitrary(), Reals.LogBetween(1e-9, 1), static (schedule, t) =>
        {
            var process = new VarianceExploding(schedule);
            Near.Relative(schedule.Integral(t), process.At(t).Variance, 1e-15);
            Assert.Equal(1, process.At(t).MeanScale);
            Near.Relative(schedule.Integral(1), process.PriorDeviation * process.PriorDeviation, 1e-15);
        });
    }

    [Fact]
    public void Every_way_of_naming_a_level_agrees_with_the_others()
    {
        Law.Holds(RandomProcesses.Any, Reals.LogBetween(1e-9, 1), static (process, t) =>
        {
            NoiseLevel level = process.At(t);
            Near.Absolute(Math.Log(level.MeanScale / level.Deviation), level.Lambda, 1e-14 * (1 + Math.Abs(level.Lambda)), process.Name);
            Near.Relative(Math.Exp(-level.Lambda), level.Ratio, 1e-13);
            Near.Relative(Math.Exp(level.LogMeanScale), level.MeanScale, 1e-15);
            Near.Relative(level.Deviation * level.Deviation, level.Variance, 1e-15);
            Assert.Equal(t, level.Time);
            Assert.False(level.IsClean);
        }, cases: 500);
    }

    [Fact]
    public void The_level_of_a_lambda_is_the_level_of_its_time()
    {
        Law.Holds(RandomProcesses.Any, Reals.LogBetween(1e-6, 1), static (process, t) =>
        {
            NoiseLevel level = process.At(t);
            NoiseLevel back = process.AtLambda(level.Lambda);
            // λ carries a rounding of its own size; dt/dλ turns it into a time: dλ/dt = −½ d ln(σ²/α²)/dt = −½ g²/σ².
            double own = 4e-16 * (1 + Math.Abs(level.Lambda)) / (0.5 * process.DiffusionSquared(t) / level.Variance);
            Near.Absolute(t, back.Time, (8e-15 * t) + own, $"{process.Name} {process.Schedule}");
            Near.Absolute(level.Lambda, back.Lambda, 1e-14 * (1 + Math.Abs(level.Lambda)), process.Name);
            Near.Relative(level.Deviation, back.Deviation, 1e-12);
        }, cases: 1000);
    }

    [Fact]
    public void Nothing_cancels_at_a_time_of_ten_to_the_minus_twelve()
    {
        const double Time = 1e-12;
        var linear = new LinearSchedule();
        double integral = 0.1 * Time * (1 + (0.5 * Time * 19.9 / 0.1));
        double variance = -FixedPoint.Expm1(-integral);
        Near.Relative(Math.Sqrt(variance), new VariancePreserving(linear).At(Time).Deviation, 1e-15);
        Near.Relative(variance, new SubVariancePreserving(linear).At(Time).Deviation, 1e-15);
        Near.Relative(-0.5 * Math.Log(FixedPoint.Expm1(integral)), new VariancePreserving(linear).At(Time).Lambda, 1e-15);
        Near.Relative(-linear.Beta(Time) * FixedPoint.Expm1(-2 * integral), new SubVariancePreserving(linear).DiffusionSquared(Time), 1e-15);
        double exploding = 1e-4 * FixedPoint.Expm1(2 * Math.Log(5000) * Time);
        Near.Relative(Math.Sqrt(exploding), new VarianceExploding(new GeometricSchedule()).At(Time).Deviation, 1e-15);
    }

    [Fact]
    public void Time_zero_is_the_data_itself()
    {
        Law.Holds(RandomProcesses.Any, static process =>
        {
            NoiseLevel clean = process.At(0);
            Assert.True(clean.IsClean);
            Assert.Equal(1, clean.MeanScale);
            Assert.Equal(0, clean.Deviation);
            Assert.Equal(double.PositiveInfinity, clean.Lambda);
        });
    }

    [Fact]
    public void Times_and_lambdas_that_do_not_exist_are_refused()
    {
        Law.Holds(RandomProcesses.Any, static process =>
        {
            foreach (double wrong in new[] { -1e-300, 1.0000000000000002, double.NaN, double.PositiveInfinity })
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => process.At(wrong));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => process.AtLambda(double.NaN));
            if (!process.At(1).IsPureNoise)
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => process.AtLambda(process.At(1).Lambda - 0.01));
            }

            Assert.Equal(0, process.AtLambda(double.PositiveInfinity).Time);
        }, cases: 30);
    }

    [Fact]
    public void The_usual_processes_have_the_published_ends()
    {
        var process = new VariancePreserving(new LinearSchedule());
        Near.Relative(6.5716e-3, process.At(1).MeanScale, 1e-4);
        Near.Absolute(-5.02, process.At(1).Lambda, 0.01);
        Near.Relative(152.17, process.At(1).Ratio, 1e-3);
    }

    [Fact]
    public void The_reverse_family_shares_one_drift_in_the_score()
    {
        // f x + ½(1 + r)(g²/σ) ε with ε = −σ s is f x − ½(1 + r) g² s.
        Law.Holds(RandomProcesses.Any, Reals.Between(0.01, 1), Reals.Between(0, 3), static (process, t, rate) =>
        {
            var reverse = new ReverseProcess(process, rate);
            NoiseLevel level = process.At(t);
            Assert.Equal(process.DriftRate(t), reverse.StateRate(level));
            Near.Relative(0.5 * (1 + rate) * process.DiffusionSquared(t), reverse.EpsilonRate(level) * level.Deviation, 1e-15);
            Near.Relative(rate * process.DiffusionSquared(t), reverse.NoiseVarianceRate(level), 1e-15);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReverseProcess(new VariancePreserving(new LinearSchedule()), -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReverseProcess(new VariancePreserving(new LinearSchedule()), double.NaN));
    }

    // Keeps away from the kink where a cosine rate meets its cap.
    private static double Clear(IDiffusionProcess process, double t) =>
        process.Schedule is CosineSchedule cosine && cosine.Beta(Math.Min(1, t + 0.03)) >= cosine.BetaMax ? 0.05 : t;

    private static double Slope(Func<double, double> f, double t)
    {
        const double H = 1e-3;
        return ((8 * (f(t + H) - f(t - H))) - (f(t + (2 * H)) - f(t - (2 * H)))) / (12 * H);
    }
}
