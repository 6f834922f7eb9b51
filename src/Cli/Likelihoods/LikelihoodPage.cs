using OxyPlot;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Pages;
using ScoreSde.Cli.Tables;
using ScoreSde.Comparison.Reports;
using ScoreSde.Images;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Likelihoods;

/// <summary>Likelihoods as a page: the mean with its errors, how ln p is spread, what the steps leave of error in each row, and the least and most likely rows.</summary>
internal static class LikelihoodPage
{
    private const int Extremes = 8;
    private const int NumbersShown = 6;
    private const int Zoom = 8;

    /// <summary>Writes the page in UTF-8.</summary>
    public static void Write(Stream stream, LikelihoodReport report)
    {
        LikelihoodSettings settings = report.Settings;
        using var page = new Page($"Likelihood under {settings.Model.Name}", $"{settings.Data.Name} under {settings.Model.Name}");
        page.Verdict(Sentences(report));
        page.Add("<section>");
        page.Charts(Charts(report));
        page.Notes(
            "Bars: rows, with the standard error of their number. Dashed: the mean, with its standard error as a band. The other chart: the estimate of what the steps leave of error in each row"
            + (settings.Divergence.IsExact ? "." : ", and what the random probes leave (squares)."));
        page.Add("</section>\n");
        int[] order = [.. Enumerable.Range(0, report.Result.Values.Length).OrderBy(row => report.Result.Values[row])];
        int shown = Math.Min(Extremes, order.Length / 2);
        if (shown > 0)
        {
            Rows(page, report, "The least likely rows", order[..shown]);
            Rows(page, report, "The most likely rows", [.. order[^shown..].Reverse()]);
        }

        page.Part("All figures");
        page.Table(report.ToTable());
        page.Settings(
            ("process", $"{settings.Model.Process.Name} ({settings.Model.Process.Schedule.Name})"),
            ("rows", $"{settings.Data.Count} of {settings.Model.Dimension} numbers each"),
            ("solver", $"{settings.Solver.Name}, grid {settings.Grid.Name}, {settings.Steps} steps"),
            ("divergence", settings.Divergence.Name),
            ("seed", $"{settings.Seed}"));
        page.Again(settings.Command);
        page.WriteTo(stream);
    }

    private static string Sentences(LikelihoodReport report)
    {
        string mean = $"The mean of ln p is {ErrorBar.Spelled(new MetricValue(report.Result.Mean, report.Result.StandardError))} nats over {report.Result.Values.Length} rows.";
        string bits = report.BitsPerDimension is { } value
            ? $" That is {ErrorBar.Spelled(new MetricValue(value, report.Result.StandardError / (report.Settings.Model.Dimension * Math.Log(2))))} bits for each number." : "";
        string steps = Quantity.Number(report.StepErrors.Average());
        string probes = report.Settings.Divergence.IsExact ? "" : $" The random probes leave an error of {Quantity.Number(report.ProbeError)} in the mean.";
        return mean + bits + probes + (report.IsTrusted && report.DifferencesAreTrusted
            ? $" The steps leave an error of about {steps} nats a row."
            : $" The steps leave an error of about {steps} nats a row, so these values cannot be trusted.");
    }

    private static IEnumerable<(PlotModel Plot, string Title)> Charts(LikelihoodReport report)
    {
        double[] values = report.Result.Values;
        if (report.BitsPerDimension is { } bits)
        {
            double unit = report.Settings.Model.Dimension * Math.Log(2);
            yield return (HistogramChart.Plot([.. values.Select(value => -value / unit)], "bits for each number").WithMark(bits, report.Result.StandardError / unit), "how bits for each number are spread over the rows");
        }
        else
        {
            yield return (HistogramChart.Plot(values, "ln p, nats").WithMark(report.Result.Mean, report.Result.StandardError), "how ln p is spread over the rows");
        }

        IEnumerable<(double, double)> steps = report.StepErrors.Select((error, i) => (values[i], error));
        IEnumerable<(double, double)> probes = report.Result.ProbeErrors.Select((error, i) => (values[i], error));
        yield return (
            PointChart.Plot("ln p, nats", "estimated error, nats", report.Settings.Divergence.IsExact ? [steps] : [steps, probes]),
            "estimated error of each row against its ln p");
    }

    private static void Rows(Page page, LikelihoodReport report, string title, int[] rows)
    {
        page.Part(title);
        if (report.Settings.Model is { Image: { } shape } model)
        {
            var grid = new ImageGrid(shape, (float)(model.Scaling.Shift - model.Scaling.Scale), (float)(model.Scaling.Shift + model.Scaling.Scale)) { Zoom = Math.Max(1, Zoom * 8 / shape.Width) };
            page.Pictures(rows.Select(row => (
                $"row {row}{Label(report, row)}: {Quantity.Number(report.Result.Values[row])} nats", Html.Address(grid.Draw(report.Settings.Data[row], 1)))));
            return;
        }

        page.Table(
            [new("row", true), new("ln p", true), new("error of the steps", true), new("its numbers")],
            rows.Select(row => (PageCell[])
            [
                PageCell.Number(row, $"{row}"),
                PageCell.Number(report.Result.Values[row], Quantity.Number(report.Result.Values[row])),
                PageCell.Number(report.StepErrors[row], Quantity.Number(report.StepErrors[row])),
                PageCell.Text(Numbers(report.Settings.Data[row]) + Label(report, row)),
            ]));
    }

    private static string Numbers(ReadOnlySpan<float> row)
    {
        string[] shown = new string[Math.Min(NumbersShown, row.Length)];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = Quantity.Number(row[i]);
        }

        return string.Join(", ", shown) + (row.Length > shown.Length ? ", …" : "");
    }

    private static string Label(LikelihoodReport report, int row) => report.Settings.Data.Labels is { IsEmpty: false } labels && report.Settings.Model.Classes > 0
        ? $", class {report.Settings.Model.ClassNames[labels[row]]}" : "";
}
