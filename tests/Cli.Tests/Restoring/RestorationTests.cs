using ScoreSde.Cli.Restoring;
using ScoreSde.Data;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Sampling;

namespace ScoreSde.Tests.Restoring;

/// <summary>Errors, residuals and deviations by hand, and when samples are of no use.</summary>
[Trait("Category", "Once")]
public sealed class RestorationTests
{
    [Fact]
    public void Errors_deviations_and_residuals_are_root_mean_squares()
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(2), 0.5, 3, new Mask([true, false]));
        Restoration result = MadeRestoration.Result(settings, [1, 2], [1.5], 1, 2, 3, 6, 5, 4);
        Assert.Equal([3f, 4], result.Mean);
        Assert.Equal([2f, 2], result.Deviation);
        Assert.Equal([0.5, 1.5, 3.5], result.Residuals);
        Assert.Equal(Math.Sqrt((4 + 16 + 16 + 4) / 6.0), result.SampleError, 1e-12);
        Assert.Equal(2, result.MeanError, 1e-12);
        Assert.Equal(2, result.Spread, 1e-12);
        Assert.Equal(Math.Sqrt((0.25 + 2.25 + 12.25) / 3), result.Residual, 1e-12);
        Assert.Equal([1.5f, float.NaN], result.Seen);
        Assert.Null(result.Evidence);
    }

    [Fact]
    public void Each_number_has_its_own_deviation_and_a_residual_is_the_mean_over_what_was_measured()
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(2), 0.5, 2);
        Restoration result = MadeRestoration.Result(settings, [0, 0], [3, 4], 0, 0, 2, 8);
        Assert.Equal([(float)Math.Sqrt(2), (float)Math.Sqrt(32)], result.Deviation);
        Assert.Equal(Math.Sqrt(17), result.Spread, 1e-6);
        Assert.Equal([Math.Sqrt(12.5), Math.Sqrt((1 + 16) / 2.0)], result.Residuals);
        Assert.Equal([3f, 4], result.Seen);
    }

    [Fact]
    public void A_single_sample_has_no_deviation()
    {
        Restoration result = MadeRestoration.Result(MadeRestoration.Settings(MadeRestoration.Model(2), 0.5, 1), [0, 0], [0, 0], 3, 4);
        Assert.Equal([0f, 0], result.Deviation);
        Assert.Equal(0, result.Spread);
        Assert.Equal(Math.Sqrt(12.5), result.SampleError, 1e-12);
        Assert.Equal([3f, 4], result.Mean);
    }

    /// <summary>Of x₁ + x₂ the least sample that fits is half of it in both; a number that is not measured is not shown.</summary>
    [Fact]
    public void A_measurement_of_fewer_numbers_is_shown_as_the_least_sample_that_fits()
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(3), 0.5, 1, new DenseOperator(new double[,] { { 1, 1, 0 } }));
        float[] seen = MadeRestoration.Result(settings, [0, 0, 0], [5], 0, 0, 0).Seen;
        Assert.Equal(2.5f, seen[0], 1e-5f);
        Assert.Equal(2.5f, seen[1], 1e-5f);
        Assert.True(float.IsNaN(seen[2]));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1.0001, true)]
    [InlineData(0, false)]
    [InlineData(double.NaN, true)]
    public void A_residual_above_the_bound_misses_the_measurement(double residual, bool missed) => Assert.Equal(missed, new MeasurementFit(residual, 0.5, 1, 10).IsMissed);

    [Theory]
    [InlineData(3, false)]
    [InlineData(3.0001, true)]
    [InlineData(2.5, false)]
    [InlineData(double.NaN, true)]
    public void One_above_three_times_the_bound_is_lost(double residual, bool lost)
    {
        var fit = new MeasurementFit(residual, 0.5, 1, 10);
        Assert.Equal(lost, fit.IsLost);
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(1), 0.5, 1);
        Restoration result = MadeRestoration.Result(settings, [0], [0], 0);
        if (lost && !double.IsNaN(residual))
        {
            Assert.Equal(
                "Method 'mmps' diverged: it misses the measurement by 3.00 (6.00 σ_y), where samples of the posterior stay within 1.00 (2.00 σ_y) all but once in a million times and blind ones are off by 10.0. "
                + "Its steps are too long, or the model holds no such data: give more --steps, another --method or a larger --noise; nothing was written.",
                Assert.Throws<DivergedRestorationException>(() => Divergence.ThrowIf(settings, result, fit, 1)).Message);
        }
        else if (!lost)
        {
            Divergence.ThrowIf(settings, result, fit, 1);
        }
    }

    [Fact]
    public void Without_an_error_a_misfit_is_told_in_the_units_of_the_data_alone() => Assert.Equal(
        "ddrm misses the measurement by 2.00, where samples of the posterior stay within 1.50 all but once in a million times and blind ones are off by 10.0.",
        new MeasurementFit(2, 0, 1.5, 10).Sentence("ddrm"));

    [Theory]
    [InlineData(5, 1, null)]
    [InlineData(10, 2, null)]
    [InlineData(5.01f, 1, "5.01")]
    [InlineData(-6, 1, "6.00")]
    [InlineData(0, 0, "NaN")]
    public void Samples_farther_than_five_deviations_from_the_truth_are_of_no_use(float sample, double deviation, string? far)
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(1), 0.5, 1);
        Restoration result = MadeRestoration.Result(settings, [0], [0], sample);
        var fits = new MeasurementFit(0, 0.5, 1, 1);
        if (far is null)
        {
            Divergence.ThrowIf(settings, result, fits, deviation);
            return;
        }

        Assert.StartsWith(
            $"Method 'mmps' diverged: its samples are {far} deviations of the data from the truth, more than 5. Its steps",
            Assert.Throws<DivergedRestorationException>(() => Divergence.ThrowIf(settings, result, fits, deviation)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_not_finite_ends_a_restoration_in_the_same_way() => Assert.StartsWith(
        "Method 'snips' diverged: heun gave a value that is not finite in step 4, at time 0.5, first in sample 7. Its steps are too long",
        Divergence.Of(MadeRestoration.Settings(MadeRestoration.Model(1), 0.5, 1, method: "snips"), new NonFiniteSampleException("heun", 3, 0.5, 7)).Message,
        StringComparison.Ordinal);

    /// <summary>A residual of one number is within 5.667 σ_y but once in a million times: u − 1 − ln u = 2 ln 10⁶ at u = 5.667².</summary>
    [Fact]
    public void The_bound_is_that_of_the_law_or_a_thousandth_of_what_blind_data_have()
    {
        var blind = new DataSet("blind", [0, 4.5f], 1, DataScaling.Identity);
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(1), 0.5, 1);
        MeasurementFit fit = MeasurementFit.Of(settings, MadeRestoration.Result(settings, [0], [1.5], 1), blind);
        double without = Math.Sqrt((2.25 + 9) / 2);
        Assert.Equal((0.5, 0.5), (fit.Residual, fit.Error));
        Assert.Equal(without, fit.Blind, 1e-12);
        double u = Math.Pow(fit.Bound / 0.5, 2);
        Assert.InRange(u, 30, 34);
        Assert.Equal(2 * Math.Log(1e6), u - 1 - Math.Log(u), 1e-9);
        settings = settings with { Noise = 1e-5 };
        Assert.Equal(without / 1000, MeasurementFit.Of(settings, MadeRestoration.Result(settings, [0], [1.5], 1), blind).Bound, 1e-12);
    }

    [Fact]
    public void Blind_data_are_off_by_the_mean_over_all_that_was_measured_of_all_of_them()
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(3), 0, 1, new Mask([true, false, true]));
        var blind = new DataSet("blind", [1, 9, 0, 0, 9, 5], 3, DataScaling.Identity);
        MeasurementFit fit = MeasurementFit.Of(settings, MadeRestoration.Result(settings, [0, 0, 0], [3, 1], 0, 0, 0), blind);
        Assert.Equal(Math.Sqrt((4 + 1 + 9 + 16) / 4.0), fit.Blind, 1e-12);
    }
}
