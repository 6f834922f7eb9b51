using OxyPlot;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Pages;
using ScoreSde.Cli.Pictures;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Images;
using ScoreSde.Inverse;

namespace ScoreSde.Cli.Restoring;

/// <summary>A restoration as a page: whether it fits the measurement, the original beside what was measured and restored, residuals and coverage.</summary>
internal static class RestorePage
{
    private const int LargeSide = 352;
    private const int SamplesShown = 12;
    private const int Tenths = 10;

    // More numbers than these are looked at as a picture or not at all.
    private const int MostListed = 32;

    private static readonly double[] Parts = [0.5, 0.8, 0.9];

    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="settings">The run.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="fit">How the samples fit the measurement.</param>
    /// <param name="solver">The method in full.</param>
    /// <param name="evaluations">Evaluations of the model for a sample.</param>
    public static void Write(Stream stream, RestoreSettings settings, Restoration result, MeasurementFit fit, string solver, int evaluations)
    {
        double[] ranks = settings.Count >= Coverage.FewestSamples ? Coverage.Ranks(result.Truth, result.Samples) : [];
        using var page = new Page($"Restoration by {settings.Method.Name}", $"{settings.Model.Name}, {settings.Task}, restored by {settings.Method.Name}");
        page.Verdict($"{FitSentence(settings, fit)} {ErrorSentence(result)}");
        Show(page, settings, result);
        page.Add("<section>");
        page.Part("Residuals and coverage");
        page.Charts(Charts(settings, result, ranks));
        page.Notes($"Bars: samples, with the standard error of their number.{(settings.Noise > 0 ? " Band: where the root mean square over all samples of the posterior lies." : "")}"
            + (ranks.Length >= Tenths ? " The other chart: the original's numbers by their rank among those of the samples; dashed: even, as ranks are in the mean over originals where samples are drawn from the posterior." : ""));
        page.Add("</section>\n");
        page.Table(RestoreTable.Of(settings, result, fit));
        if (ranks.Length > 0)
        {
            page.Table(new ReportTable(
                "",
                [new("of the samples, the middle"), new("holds of the truth's numbers", true)],
                [.. Parts.Select(part => (string[])[$"{part:P0}", $"{Coverage.Within(ranks, part):P0}"])])
            {
                Notes =
                [
                    $"Over {ranks.Length} numbers of one truth. Samples of the posterior hold as much as they are, in the mean over truths; the numbers of one truth hang together, so that a single one may be off.",
                ],
            });
        }

        page.Settings(
            ("process", $"{settings.Model.Process.Name} ({settings.Model.Process.Schedule.Name})"),
            ("solver", solver),
            ("grid", $"{settings.Grid.Name}, {settings.Steps} steps, {evaluations} evaluations"),
            ("measured", $"row {settings.Index}, {settings.Operator.Outputs} of {settings.Operator.Inputs} numbers, σ_y = {Quantity.Number(settings.Noise)}"),
            ("samples", $"{settings.Count}{(result.Evidence is { } evidence ? $", each of {evidence.Particles} particles" : "")}"),
            ("seed", $"{settings.Seed}"));
        page.Again(settings.Command);
        page.WriteTo(stream);
    }

    private static string FitSentence(RestoreSettings settings, MeasurementFit fit) => fit.IsMissed
        ? fit.Sentence(settings.Method.Name)
        : $"The samples fit the measurement: they are off by {Quantity.Number(fit.Residual)}{(fit.Error > 0 ? $" ({Quantity.Number(fit.Residual / fit.Error)} σ_y)" : "")}, data drawn blindly by {Quantity.Number(fit.Blind)}.";

    private static string ErrorSentence(Restoration result) =>
        $"Their mean is {Quantity.Number(result.MeanError)} from the original, by root mean square, and their own deviation {Quantity.Number(result.Spread)}.";

    private static IEnumerable<(PlotModel Plot, string Title)> Charts(RestoreSettings settings, Restoration result, double[] ranks)
    {
        bool inErrors = settings.Noise > 0;
        string across = inErrors ? "residual of a sample, in σ_y" : "residual of a sample";
        PlotModel residuals = HistogramChart.Plot([.. result.Residuals.Select(residual => inErrors ? residual / settings.Noise : residual)], across);
        yield return inErrors
            ? (residuals.WithBand(ResidualLaw.Least(settings.Operator.Outputs), ResidualLaw.Most(settings.Operator.Outputs)), $"{across}; band: what samples of the posterior have")
            : (residuals, across);
        if (ranks.Length >= Tenths)
        {
            yield return (
                HistogramChart.Plot(ranks, "rank of the original among the samples", 0, 1, Tenths, hasErrors: false).WithLevel(ranks.Length / (double)Tenths),
                "ranks of the original's numbers among those of the samples; even where they are drawn from the posterior");
        }
    }

    private static void Show(Page page, RestoreSettings settings, Restoration result)
    {
        int d = result.Truth.Length;
        if (settings.Model.Image is { } shape)
        {
            int shown = Math.Min(SamplesShown, settings.Count);
            page.Part("The original, what was measured, and samples");
            page.Pictures(
            [
                ("original", Picture(settings, shape, result.Truth)),
                ("measured", Picture(settings, shape, result.Seen)),
                ("mean of the samples", Picture(settings, shape, result.Mean)),
                ("their deviation, white is half the range", Picture(settings, shape, RestoreFiles.Shown(result.Deviation, settings.Model))),
                .. Enumerable.Range(0, shown).Select(i => ($"sample {i}", Picture(settings, shape, result.Samples.AsSpan(i * d, d)))),
            ]);
        }
        else if (d == 2 && SampleCells.Of(settings.Model, result.Samples, LargeSide) is { } cells)
        {
            page.Part("Samples over the law of the data");
            page.LargePictures([("samples; the cross is the original", Html.Address(cells.Draw(result.Samples, result.Truth)))]);
        }

        if (settings.Model.Image is null && d <= MostListed)
        {
            page.Table(
                [new("number"), new("original", true), new("mean of the samples", true), new("their deviation", true)],
                Enumerable.Range(0, d).Select(j => (PageCell[])[PageCell.Number(j, $"{j}"), Cell(result.Truth[j]), Cell(result.Mean[j]), Cell(result.Deviation[j])]));
        }
    }

    private static PageCell Cell(double value) => PageCell.Number(value, Quantity.Number(value));

    private static string Picture(RestoreSettings settings, ImageShape shape, ReadOnlySpan<float> values) => Html.Address(RestoreFiles.Grid(settings.Model, shape).Draw(values, 1));
}
