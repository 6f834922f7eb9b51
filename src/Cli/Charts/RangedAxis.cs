using OxyPlot.Axes;
using ScoreSde.Images;

namespace ScoreSde.Cli.Charts;

/// <summary>An axis of a given range, whose numbers are told apart far from zero too.</summary>
internal static class RangedAxis
{
    private const int MostTicks = 6;
    private const int SignsAcross = 60;
    private const double TitleDistance = 14;
    private const double LeastMargin = 72;
    private const double Sign = 9;

    /// <summary>The axis.</summary>
    public static LinearAxis Of(AxisPosition side, string title, PlotRange range)
    {
        double step = Step(range, side == AxisPosition.Bottom);
        LinearAxis axis = ChartFrame.Even(side, title);
        (axis.Minimum, axis.Maximum, axis.MajorStep) = (range.Low, range.High, step);
        axis.LabelFormatter = value => PlotRange.Label(value, step);

        // The exporter takes text for narrower than it is drawn.
        axis.AxisTitleDistance = TitleDistance + (side == AxisPosition.Left ? 2 * range.LabelSigns : 0);
        return axis;
    }

    /// <summary>Room for the numbers left of a chart.</summary>
    public static double Margin(PlotRange range) => Math.Max(LeastMargin, (2 * TitleDistance) + (Sign * range.LabelSigns));

    // Fewer numbers where they would touch.
    private static double Step(PlotRange range, bool isAcross)
    {
        int ticks = MostTicks;
        while (isAcross && ticks > 1 && range.Ticks(ticks) is { Count: > 1 } shown && shown.Max(static tick => tick.Text.Length + 1) * shown.Count > SignsAcross)
        {
            ticks--;
        }

        return range.Step(ticks);
    }
}
