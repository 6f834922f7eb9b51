using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using ScoreSde.Data;
using ScoreSde.Images;

namespace ScoreSde.Cli.Charts;

/// <summary>What all charts have: a frame, axes, curves and the file that they go to.</summary>
internal static class ChartFrame
{
    private const int MostPlain = 4;
    private const double Zoom = 2;

    // SVG's text is drawn wider than it is taken for, and would be cut off at the legend's end.
    private const double Room = 28;

    /// <summary>A chart without axes and curves.</summary>
    /// <param name="hasLegend">Whether it names its curves itself.</param>
    public static PlotModel Empty(bool hasLegend)
    {
        var plot = new PlotModel { Culture = CultureInfo.InvariantCulture, PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1), DefaultFontSize = 13, PlotMargins = new OxyThickness(hasLegend ? 80 : 72, 10, hasLegend ? 24 : 14, 55) };
        if (hasLegend)
        {
            // Beside the curves: they may go anywhere.
            plot.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop, LegendLineSpacing = 6, LegendSymbolLength = 24, LegendMargin = 0, LegendPadding = Room });
        }

        return plot;
    }

    /// <summary>A logarithmic axis, whose ends stay a little clear of what is shown.</summary>
    public static LogarithmicAxis Powers(AxisPosition side, string title) => new()
    {
        Position = side,
        Title = title,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = ChartStyle.Grid,
        AxisTitleDistance = side == AxisPosition.Left ? 20 : 12,
        MinimumPadding = side == AxisPosition.Left ? 0.08 : 0.04,
        MaximumPadding = side == AxisPosition.Left ? 0.02 : 0.04,
        LabelFormatter = Label,
    };

    /// <summary>An axis whose numbers stand evenly.</summary>
    public static LinearAxis Even(AxisPosition side, string title) => new()
    {
        Position = side,
        Title = title,
        MajorGridlineStyle = side == AxisPosition.Left ? LineStyle.Solid : LineStyle.None,
        MajorGridlineColor = ChartStyle.Grid,
        AxisTitleDistance = side == AxisPosition.Left ? 20 : 12,
    };

    /// <summary>A curve with its marks.</summary>
    /// <param name="number">Which of the chart's curves it is, for its colour and mark.</param>
    /// <param name="name">Its name in the legend; null for none.</param>
    /// <param name="points">Its points.</param>
    public static LineSeries Curve(int number, string? name, DataPoint[] points) => new()
    {
        // The exporter takes text for narrower than it is drawn, and would cut it off.
        Title = name is null ? null : $"{Excerpt.Escaped(name)}\u2003\u2003",
        Color = ChartStyle.ColourOf(number),
        MarkerType = ChartStyle.MarkOf(number),
        MarkerFill = ChartStyle.ColourOf(number),
        MarkerSize = 4,
        StrokeThickness = 2,
        ItemsSource = points,
    };

    /// <summary>Writes the chart as an SVG file of its own, on white.</summary>
    public static void Write(Stream stream, PlotModel plot, double width, double height)
    {
        plot.Background = OxyColors.White;
        new SvgExporter { Width = width, Height = height, UseVerticalTextAlignmentWorkaround = true }.Export(plot, stream);
    }

    /// <summary>Writes the chart as an SVG or a PNG file, by its name.</summary>
    public static void Write(Stream stream, PlotModel plot, double width, double height, string file)
    {
        if (Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            PngFile.Write(stream, Drawn(plot, width, height));
        }
        else
        {
            Write(stream, plot, width, height);
        }
    }

    /// <summary>The chart as a picture on white, of twice as many pixels a side as its size, for screens whose pixels are small.</summary>
    public static Picture Drawn(IPlotModel plot, double width, double height)
    {
        var picture = new Picture((int)Math.Ceiling(Zoom * width), (int)Math.Ceiling(Zoom * height), channels: 3);
        plot.Update(updateData: true);
        plot.Render(new PictureContext(picture, Zoom), new OxyRect(0, 0, width, height));
        return picture;
    }

    // 0.01, 10000, 10⁻⁵, 8·10⁻⁵: a number of many zeros is counted by nobody.
    private static string Label(double value)
    {
        const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        int power = (int)Math.Floor(Math.Log10(value) + 1e-9);
        if (Math.Abs(power) <= MostPlain)
        {
            return value.ToString("G6", CultureInfo.InvariantCulture);
        }

        string factor = (value / Math.Pow(10, power)).ToString("G3", CultureInfo.InvariantCulture);
        return $"{(factor == "1" ? "" : $"{factor}·")}10{(power < 0 ? "⁻" : "")}{string.Concat($"{Math.Abs(power)}".Select(static digit => Raised[digit - '0']))}";
    }
}
