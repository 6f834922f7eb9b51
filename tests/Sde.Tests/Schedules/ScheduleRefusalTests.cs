using ScoreSde.Schedules;

namespace ScoreSde.Tests.Schedules;

/// <summary>What schedules are called and what they say when they refuse.</summary>
public sealed class ScheduleRefusalTests
{
    [Fact]
    public void Names_are_those_of_the_command_line()
    {
        Assert.Equal("linear:0.1,20", new LinearSchedule().Name);
        Assert.Equal("geometric:0.01,50", new GeometricSchedule().Name);
        Assert.Equal("cosine", new CosineSchedule().Name);
        Assert.Equal("table", TableSchedule.FromBetas([0.1, 0.2]).Name);
        Assert.Equal("table", TableSchedule.FromAlphaBars([0.9, 0.8]).Name);
        Assert.Equal("mine", TableSchedule.FromBetas([0.1, 0.2], "mine").Name);
    }

    [Fact]
    public void Settings_are_refused_by_name_and_reason()
    {
        Refused.By("betaAtZero", "finite and not negative", static () => new LinearSchedule(-1, 20));
        Refused.By("betaAtOne", "finite and greater than 0", static () => new LinearSchedule(0, 0));
        Refused.By("betaAtOne", "finite and greater than 0", static () => new LinearSchedule(0.1, double.PositiveInfinity));
        Refused.By("betaAtOne", "must not be less than betaAtZero", static () => new LinearSchedule(0.1, 0.05));
        Refused.By("sigmaMin", "finite and greater than 0", static () => new GeometricSchedule(-1, 20));
        Refused.By("sigmaMax", "finite and greater than 0", static () => new GeometricSchedule(0.1, double.NaN));
        Refused.By("sigmaMax", "must be greater than sigmaMin", static () => new GeometricSchedule(1, 1));
        Refused.By("offset", "finite and greater than 0", static () => new CosineSchedule(0));
        Refused.By("betaMax", "finite and greater than 0", static () => new CosineSchedule(0.008, -1));
        Refused.By("betaMax", "must exceed the rate at t = 0", static () => new CosineSchedule(0.008, 1e-3));
    }

    [Fact]
    public void A_rate_may_be_constant() => Assert.Equal(2, new LinearSchedule(2, 2).Beta(0.3));

    [Fact]
    public void Tables_are_refused_with_the_entry_that_is_wrong()
    {
        Refused.By("betas", "β_2 is 1; every β_i must lie between 0 and 1", static () => TableSchedule.FromBetas([0.1, 1, 0.2]));
        Refused.By(null, "at ᾱ = 0 needs at least three steps", static () => TableSchedule.FromBetas([0.1, 1]));
        Refused.By("alphaBars", "ᾱ_2 is 0;", static () => TableSchedule.FromAlphaBars([0.5, 0, -0.1]));
        Refused.By("integrals", "−ln ᾱ_1 is Infinity", static () => TableSchedule.FromIntegrals([0, double.PositiveInfinity, double.PositiveInfinity]));
        Refused.By("betas", "β_1 is 0;", static () => TableSchedule.FromBetas([0, 0.5]));
        Refused.By("alphaBars", "ᾱ_2 is 0.5; the ᾱ_i must lie between 0 and 1, the last at least at 0, and strictly decrease", static () => TableSchedule.FromAlphaBars([0.5, 0.5]));
        Refused.By(null, "at least two steps", static () => TableSchedule.FromBetas([0.1]));
    }

    [Fact]
    public void An_integral_beyond_the_end_is_refused_with_the_end()
    {
        var linear = new LinearSchedule();
        double top = linear.Integral(1);
        Refused.By("integral", $"must lie in [0, {top:R}]", () => linear.TimeOfIntegral(top * (1 + 1e-11)));
        // A rounding above the end is the end.
        Assert.Equal(1, linear.TimeOfIntegral(top * (1 + 1e-13)));
    }

    [Fact]
    public void A_table_ends_where_its_entries_end()
    {
        TableSchedule table = TableSchedule.FromBetas([0.1, 0.2, 0.3]);
        double top = table.Integral(1);
        Assert.Equal(1, table.TimeOfIntegral(top));
        Assert.Equal(1, table.TimeOfIntegral(top * (1 + 1e-13)));
        Assert.Equal(0, table.Integral(-0.5));
        Assert.Equal(top, table.Integral(1.5));
        Assert.Equal(1.0 / 3, table.TimeOfIntegral(-Math.Log(0.9)), 15);
    }
}
