using ScoreSde.Cli.Models;
using ScoreSde.Images;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Pictures;

/// <summary>
/// Which part of the line or the plane is shown of a model's states, in the numbers of its files: all of the data, and as long as there is noise three deviations of it
/// too. Lengths in the plane are alike in both directions, unless the columns of a file have units of their own.
/// </summary>
internal sealed class ShownPart
{
    private const int Draws = 4000;
    private const double LeftOut = 0.001;
    private const double Room = 1.16;
    private const double Deviations = 3;

    private readonly Model model;
    private readonly PlotRange[] data;

    private ShownPart(Model model, double[] shown)
    {
        this.model = model;
        data = [.. Enumerable.Range(0, model.Dimension).Select(axis => Range([.. shown.Where((_, i) => i % model.Dimension == axis)]))];
    }

    /// <summary>The part for a model: by its data's law where that is known, else by samples.</summary>
    /// <param name="model">The model, in one or two dimensions.</param>
    /// <param name="samples">Its samples in natural units.</param>
    public static ShownPart Of(Model model, ReadOnlySpan<float> samples)
    {
        var numbers = new double[samples.Length];
        if (model.Law is { } law)
        {
            numbers = new double[Draws * model.Dimension];
            law.Sample<double>(numbers, model.Process.At(0), seed: 0);
            model.ToNatural<double>(numbers);
            ToFile<double>(model, numbers, numbers);
        }
        else
        {
            ToFile(model, samples, numbers);
        }

        return new ShownPart(model, numbers);
    }

    /// <summary>What each axis shows of states at a noise level.</summary>
    public PlotRange[] At(NoiseLevel level)
    {
        PlotRange[] ranges = [.. data.Select((range, axis) => level.Variance > 0 ? range.Joined(Noised(range, axis, level)) : range)];
        double longest = ranges.Max(static range => range.Length);
        return model.Columns is null ? [.. ranges.Select(range => range.Widened(longest))] : ranges;
    }

    /// <summary>States in natural units as the numbers of the model's files.</summary>
    public double[] Numbers(ReadOnlySpan<float> natural)
    {
        var numbers = new double[natural.Length];
        ToFile(model, natural, numbers);
        return numbers;
    }

    /// <summary>A range of numbers of the files in the units in which the model is sampled.</summary>
    public PlotRange InNetwork(PlotRange range, int axis) => new(ToNetwork(range.Low, axis), ToNetwork(range.High, axis));

    /// <summary>The length in the files of one unit of the model.</summary>
    public double Unit(int axis) => model.Scaling.Scale * (model.Columns?.ScaleOf(axis) ?? 1);

    /// <summary>The density of the data's law at a level, as a picture of so many pixels a side shows it; empty where it is not known.</summary>
    public double[] Density(NoiseLevel level, PlotRange[] ranges, int side)
    {
        if (model.Law is not { } law)
        {
            return [];
        }

        return model.Dimension == 2
            ? DensityRaster.Of(law, level, InNetwork(ranges[0], 0), InNetwork(ranges[1], 1), side, side)
            : [.. DensityRaster.OfLine(law, level, InNetwork(ranges[0], 0), side).Select(value => value / Unit(0))];
    }

    private static void ToFile<T>(Model model, ReadOnlySpan<T> natural, Span<double> numbers)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        if (model.Columns is { } columns)
        {
            columns.ToFile(natural, model.Dimension, numbers);
            return;
        }

        for (int i = 0; i < natural.Length; i++)
        {
            numbers[i] = double.CreateTruncating(natural[i]);
        }
    }

    private double ToNetwork(double number, int axis) => ((model.Columns?.ToValue(number, axis) ?? number) - model.Scaling.Shift) / model.Scaling.Scale;

    // α x₀ + σ ε: the middle of the data moves with α, and both lengths add as deviations do.
    private PlotRange Noised(PlotRange range, int axis, NoiseLevel level)
    {
        double unit = Unit(axis);
        double middle = range.Middle - (unit * (1 - level.MeanScale) * ToNetwork(range.Middle, axis));
        double signal = level.MeanScale * range.Length / 2;
        double noise = Deviations * level.Deviation * unit;
        double half = Math.Sqrt((signal * signal) + (noise * noise));
        return new PlotRange(middle - half, middle + half);
    }

    // But for the outermost thousandths.
    private static PlotRange Range(double[] numbers)
    {
        double[] sorted = [.. numbers.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return new PlotRange(-1, 1);
        }

        int left = (int)(LeftOut * sorted.Length);
        (double low, double high) = (sorted[left], sorted[^(left + 1)]);
        double middle = low + ((high - low) / 2);

        // Numbers that are all one get room that tells them from others.
        double half = Math.Max(Room * (high - low) / 2, high > low ? 0 : Math.Max(1, 1e-3 * Math.Abs(middle)));
        return new PlotRange(middle - half, middle + half);
    }
}
