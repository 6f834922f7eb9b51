using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ScoreSde.Cli.Charts;

/// <summary>How often values fall into each of a row of equal ranges.</summary>
internal static class HistogramChart
{
    private const int FewestBins = 8;
    private const int MostBins = 40;

    /// <summary>The chart over the values' own range, in about √n bins, with the standard error of each count, √count.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="across">What they are.</param>
    public static PlotModel Plot(IReadOnlyList<double> values, string across)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        (double low, double high) = finite.Length > 0 ? (finite.Min(), finite.Max()) : (0, 1);
        if (high == low)
        {
            // One value alone stands in the middle.
            double room = Math.Max(Math.Abs(low), 1) / 2;
            (low, high) = (low - room, high + room);
        }

        return Plot(finite, across, low, high, Math.Clamp((int)Math.Sqrt(finite.Length), FewestBins, MostBins), hasErrors: true);
    }

    /// <summary>The chart over a given range.</summary>
    /// <param name="values">The values, all within the range.</param>
    /// <param name="across">What they are.</param>
    /// <param name="low">The range's lower end.</param>
    /// <param name="high">The range's upper end, which belongs to the last bin.</param>
    /// <param name="bins">Into how many parts it is cut.</param>
    /// <param name="hasErrors">Whether the values are independent, so that counts have the standard error √count.</param>
    public static PlotModel Plot(IReadOnlyList<double> values, string across, double low, double high, int bins, bool hasErrors)
    {
        var counts = new int[bins];
        foreach (double value in values)
        {
            counts[Math.Clamp((int)((value - low) / (high - low) * bins), 0, bins - 1)]++;
        }

        PlotModel plot = ChartFrame.Empty(hasLegend: false);
        LinearAxis axis = ChartFrame.Even(AxisPosition.Bottom, across);
        (axis.Minimum, axis.Maximum) = (low, high);
        LinearAxis up = ChartFrame.Even(AxisPosition.Left, "count");
        (up.Minimum, up.MaximumPadding, up.MinimumMajorStep) = (0, 0.05, 1);
        plot.Axes.Add(axis);
        plot.Axes.Add(up);
        var bars = new RectangleBarSeries { FillColor = ChartStyle.ColourOf(0), StrokeColor = ChartStyle.ColourOf(0), StrokeThickness = 0 };
        double width = (high - low) / bins;
        for (int i = 0; i < bins; i++)
        {
            bars.Items.Add(new RectangleBarItem(low + ((i + 0.04) * width), 0, low + ((i + 0.96) * width), counts[i]));
        }

        plot.Series.Add(bars);
        for (int i = 0; i < bins && hasErrors; i++)
        {
            if (counts[i] > 0)
            {
                double middle = low + ((i + 0.5) * width);
                double error = Math.Sqrt(counts[i]);
                plot.Series.Add(new LineSeries { Color = OxyColors.Black, StrokeThickness = 1, ItemsSource = new DataPoint[] { new(middle, counts[i] - error), new(middle, counts[i] + error) } });
            }
        }

        return plot;
    }

    /// <summary>Adds a line upright at a value, with a band for its error.</summary>
    public static PlotModel WithMark(this PlotModel plot, double value, double error)
    {
        if (error > 0 && double.IsFinite(error))
        {
            plot.WithBand(value - error, value + error);
        }

        plot.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = value, Color = OxyColors.Black, LineStyle = LineStyle.Dash });
        return plot;
    }

    /// <summary>Adds a band upright over a range of values.</summary>
    public static PlotModel WithBand(this PlotModel plot, double low, double high)
    {
        plot.Annotations.Add(new RectangleAnnotation { Layer = AnnotationLayer.BelowSeries, Fill = ChartStyle.Band, MinimumX = low, MaximumX = high });
        return plot;
    }

    /// <summary>Adds a line across at a count.</summary>
    public static PlotModel WithLevel(this PlotModel plot, double count)
    {
        plot.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = count, Color = OxyColors.Black, LineStyle = LineStyle.Dash });
        return plot;
    }
}
