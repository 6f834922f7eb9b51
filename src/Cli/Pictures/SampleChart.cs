using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Models;
using ScoreSde.Images;
using ScoreSde.Processes;

namespace ScoreSde.Cli.Pictures;

/// <summary>Samples of the line or the plane as a chart in SVG.</summary>
internal static class SampleChart
{
    /// <summary>The most points that a chart shows, each an element of the file.</summary>
    public const int Most = 2000;

    private const int Side = 240;

    /// <summary>Writes it.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="model">Whose samples they are.</param>
    /// <param name="samples">The samples in natural units.</param>
    public static void Write(Stream stream, Model model, ReadOnlySpan<float> samples)
    {
        var part = ShownPart.Of(model, samples[..Math.Min(samples.Length, PointPictures.Most * model.Dimension)]);
        NoiseLevel clean = model.Process.At(0);
        PlotRange[] ranges = part.At(clean);
        double[] density = part.Density(clean, ranges, Side);
        if (model.Dimension == 1)
        {
            DistributionChart.Write(stream, new HistogramPicture(ranges[0]).Heights(part.Numbers(samples)), ranges[0], density);
            return;
        }

        double[] points =
        [
            .. part.Numbers(samples[..Math.Min(samples.Length, Most * model.Dimension)]).Chunk(2)
                .Where(point => ranges[0].Holds(point[0]) && ranges[1].Holds(point[1])).SelectMany(static point => point),
        ];
        ScatterChart.Write(stream, points, ranges[0], ranges[1], density.Length > 0 ? Png(density) : null);
    }

    /// <summary>What a chart of samples leaves out, as the end of a sentence; empty for nothing.</summary>
    /// <param name="model">Whose samples they are.</param>
    /// <param name="samples">The first, as many as a picture needs.</param>
    /// <param name="count">How many there are in all.</param>
    public static string LeftOut(Model model, ReadOnlySpan<float> samples, long count) =>
        model.Dimension == 2 && count > Most ? $" of the first {Most}" : SamplePictures.LeftOut(model, samples, count);

    private static byte[] Png(double[] density)
    {
        using var bytes = new MemoryStream();
        PngFile.Write(bytes, ScatterPicture.Tint(density, Side));
        return bytes.ToArray();
    }
}
