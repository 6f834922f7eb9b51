using ScoreSde.Cli.Models;
using ScoreSde.Images;
using ScoreSde.Processes;

namespace ScoreSde.Cli.Pictures;

/// <summary>States of the line or the plane as pictures, over the exact density at their noise level where that is known.</summary>
/// <param name="model">The model, in one or two dimensions.</param>
/// <param name="samples">Samples in natural units, which say what is shown where the law is not known.</param>
internal sealed class PointPictures(Model model, ReadOnlySpan<float> samples)
{
    /// <summary>The most points that a picture shows: more would tell no more.</summary>
    public const int Most = 100_000;

    private const int SignsOfHeights = 5;

    private readonly ShownPart part = ShownPart.Of(model, First(model, samples));

    /// <summary>Draws states at a time.</summary>
    /// <param name="natural">The states in natural units.</param>
    /// <param name="time">When.</param>
    /// <param name="side">Pixels along the square.</param>
    /// <param name="signs">Signs of numbers for which there is room.</param>
    /// <param name="isNamed">Whether the time stands above.</param>
    public Picture Draw(ReadOnlySpan<float> natural, double time, int side, int signs, bool isNamed) => Draw(natural, time, side, signs, isNamed ? Caption(time) : null, hasAxes: true, []);

    /// <summary>Draws samples without axes.</summary>
    /// <param name="natural">The samples in natural units.</param>
    /// <param name="side">Pixels along the square.</param>
    /// <param name="marked">Of the plane, a point that gets a cross; none where it is empty.</param>
    public Picture Bare(ReadOnlySpan<float> natural, int side, ReadOnlySpan<float> marked) => Draw(natural, 0, side, 1, null, hasAxes: false, part.Numbers(marked));

    /// <summary>A time as it stands above a picture.</summary>
    public static string Caption(double time) => $"t = {time:0.###}";

    /// <summary>Signs of the numbers left of the square at these times.</summary>
    public int SignsAt(IEnumerable<double> times) => model.Dimension == 1 ? SignsOfHeights : times.Max(time => part.At(model.Process.At(time))[1].LabelSigns);

    /// <summary>How many of the points that are shown lie outside.</summary>
    public int Outside(ReadOnlySpan<float> natural, double time)
    {
        PlotRange[] ranges = part.At(model.Process.At(time));
        double[] numbers = part.Numbers(First(model, natural));
        return numbers.Chunk(model.Dimension).Count(point => point.Where((number, axis) => !ranges[axis].Holds(number)).Any());
    }

    private Picture Draw(ReadOnlySpan<float> natural, double time, int side, int signs, string? caption, bool hasAxes, double[] marked)
    {
        NoiseLevel level = model.Process.At(time);
        PlotRange[] ranges = part.At(level);
        double[] density = part.Density(level, ranges, side);
        double[] numbers = part.Numbers(First(model, natural));
        return model.Dimension == 2
            ? new ScatterPicture(ranges[0], ranges[1]) { Side = side, LabelSigns = signs, Caption = caption, HasAxes = hasAxes, Marked = marked.Length == 2 ? (marked[0], marked[1]) : null }.Draw(numbers, density)
            : new HistogramPicture(ranges[0]) { Side = side, LabelSigns = signs, Caption = caption, HasAxes = hasAxes }.Draw(numbers, density);
    }

    private static ReadOnlySpan<float> First(Model model, ReadOnlySpan<float> natural) => natural[..Math.Min(natural.Length, Most * model.Dimension)];
}
