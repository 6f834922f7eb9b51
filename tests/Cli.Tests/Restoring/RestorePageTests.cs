using System.Text;
using ScoreSde.Cli.Restoring;
using ScoreSde.Data;

namespace ScoreSde.Tests.Restoring;

[Trait("Category", "Once")]
public sealed class RestorePageTests
{
    private const string Fits = "The samples fit the measurement: they are off by ";

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Up_to_32_numbers_are_listed(int dimension, bool listed)
    {
        string page = Page(MadeRestoration.Settings(MadeRestoration.Model(dimension), 0.5, 2));
        Assert.Equal(listed, page.Contains("<button>original</button>", StringComparison.Ordinal));
        Assert.Equal(dimension == 2, page.Contains("<h3>Samples over the law of the data</h3>", StringComparison.Ordinal));
        Assert.Equal(dimension == 2, page.Contains("<figcaption>samples; the cross is the original</figcaption>", StringComparison.Ordinal));
        string last = $"<tr><td class=\"n\" data-v=\"{dimension - 1}\">{dimension - 1}</td><td class=\"n\" data-v=\"{dimension - 1}\">";
        Assert.Equal(listed, page.Contains(last, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(12, 12)]
    [InlineData(13, 12)]
    public void Up_to_twelve_pictures_of_samples_are_shown(int count, int shown)
    {
        var data = new DataDescription("pictures", 10, 4, 0, new ImageShape(2, 2), new DataScaling(8, 8));
        string page = Page(MadeRestoration.Settings(MadeRestoration.Model(4, data), 0.5, count));
        string[] captions = [.. page.Split("<figcaption>")[1..].Select(static part => part.Split('<')[0])];
        Assert.Equal(["original", "measured", "mean of the samples", "their deviation, white is half the range", .. Enumerable.Range(0, shown).Select(static i => $"sample {i}")], captions);
        Assert.DoesNotContain("<button>original</button>", page, StringComparison.Ordinal);
    }

    /// <summary>Residuals are 0, 0.25, …: their root mean square is told as it is, and in units of σ_y where there is one.</summary>
    [Theory]
    [InlineData(0.5, "(2.00 σ_y)", true)]
    [InlineData(0, "", false)]
    public void Residuals_are_in_units_of_the_error_where_there_is_one(double noise, string ratio, bool band)
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(1), noise, 2);
        Restoration result = MadeRestoration.Result(settings, [0], [0], -1, 1);
        string page = Written(settings, result, new MeasurementFit(1, noise, 2, 4));
        Assert.Contains($"{Fits}1.00{(band ? $" {ratio}" : "")}, data drawn blindly by 4.00. Their mean is 0 from the original, by root mean square, and their own deviation 1.41.</p>", page, StringComparison.Ordinal);
        Assert.Contains(
            band ? "aria-label=\"residual of a sample, in σ_y; band: what samples of the posterior have\"" : "aria-label=\"residual of a sample\"",
            page,
            StringComparison.Ordinal);
        Assert.Contains(
            $"Bars: samples, with the standard error of their number.{(band ? " Band: where the root mean square over all samples of the posterior lies." : "")}</p>",
            page,
            StringComparison.Ordinal);
        Assert.Contains($"<dt>measured</dt><dd>row 4, 1 of 1 numbers, σ_y = {(band ? "0.500" : "0")}</dd><dt>samples</dt><dd>2</dd><dt>seed</dt><dd>9</dd>", page, StringComparison.Ordinal);

        // The axis runs from the least residual to the largest and half a unit beyond: 2 of σ_y, or 1.
        Assert.Equal(band, page.Contains(">residual of a sample, in σ_y</text>", StringComparison.Ordinal));
    }

    [Fact]
    public void A_misfit_is_told_in_the_place_of_a_fit()
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(1), 0.5, 2);
        string page = Written(settings, MadeRestoration.Result(settings, [0], [0], -1, 1), new MeasurementFit(2.5, 0.5, 2, 4));
        Assert.Contains("<p class=\"verdict\">mmps misses the measurement by 2.50 (5.00 σ_y), where samples of the posterior stay within 2.00 (4.00 σ_y) all but once", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Fits, page, StringComparison.Ordinal);
    }

    /// <summary>Ranks take 20 samples, and their chart ten numbers.</summary>
    [Theory]
    [InlineData(19, 12, false, false)]
    [InlineData(20, 9, true, false)]
    [InlineData(20, 10, true, true)]
    [InlineData(21, 12, true, true)]
    public void Coverage_is_told_of_twenty_samples_and_drawn_of_ten_numbers(int count, int dimension, bool told, bool drawn)
    {
        string page = Page(MadeRestoration.Settings(MadeRestoration.Model(dimension), 0.5, count));
        Assert.Equal(told, page.Contains("<button>of the samples, the middle</button>", StringComparison.Ordinal));
        Assert.Equal(told, page.Contains($"Over {dimension} numbers of one truth.", StringComparison.Ordinal));
        Assert.Equal(drawn, page.Contains("The other chart: the original&#39;s numbers by their rank", StringComparison.Ordinal));
        Assert.Equal(drawn ? 2 : 1, page.Split("<svg").Length - 1);
    }

    [Fact]
    public void Coverage_counts_the_numbers_within_the_middle_of_the_samples()
    {
        // The truth's numbers stand above 0, 4, 9 and 19 of the samples −10, …, 9: their ranks are 1/42, 9/42, 19/42 and 39/42.
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(4), 0.5, 20);
        float[] samples = [.. Enumerable.Range(-10, 20).SelectMany(static value => Enumerable.Repeat((float)value, 4))];
        string page = Written(settings, MadeRestoration.Result(settings, [-10.5f, -6.5f, -1.5f, 8.5f], [0, 0, 0, 0], samples), new MeasurementFit(1, 0.5, 2, 4));
        string[] rows = [.. page.Split("<button>of the samples, the middle</button>")[1].Split("</tbody>")[0].Split("<tr><td>")[1..].Select(static row => row.Replace("&#160;", " ", StringComparison.Ordinal).Split("</tr>")[0])];
        Assert.Equal(["50 %</td><td class=\"n\">25 %</td>", "80 %</td><td class=\"n\">50 %</td>", "90 %</td><td class=\"n\">75 %</td>"], rows);
    }

    [Fact]
    public void The_settings_name_the_particles_of_each_sample()
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(1), 0.5, 2);
        Restoration plain = MadeRestoration.Result(settings, [0], [0], -1, 1);
        var weighed = new Restoration(plain.Truth, plain.Measurement, plain.Samples) { Evidence = new Evidence(-3.5, 0.25, [-3, -4], 8, 2.5, 4) };
        string page = Written(settings, weighed, new MeasurementFit(1, 0.5, 2, 4));
        Assert.Contains("<dt>solver</dt><dd>in full</dd><dt>grid</dt><dd>balanced, 6 steps, 11 evaluations</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>samples</dt><dd>2, each of 8 particles</dd>", page, StringComparison.Ordinal);
    }

    private static string Page(RestoreSettings settings)
    {
        int d = settings.Model.Dimension;
        float[] truth = [.. Enumerable.Range(0, d).Select(static j => (float)j)];
        float[] samples = [.. Enumerable.Range(0, settings.Count * d).Select(i => (i % d) + (0.1f * (i / d)) - 0.25f)];
        return Written(settings, MadeRestoration.Result(settings, truth, [.. truth.Select(static value => (double)value)], samples), new MeasurementFit(1, 0.5, 2, 4));
    }

    private static string Written(RestoreSettings settings, Restoration result, MeasurementFit fit)
    {
        using var stream = new MemoryStream();
        RestorePage.Write(stream, settings, result, fit, "in full", 11);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
