using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Images;

namespace ScoreSde.Cli.Pictures;

/// <summary>Samples as pictures: pictures in a grid, points of the plane as a density.</summary>
internal static class SamplePictures
{
    private const int MostPictures = 100;
    private const int MostPoints = 1_000_000;
    private const int GridColumns = 10;
    private const int StripRows = 6;
    private const double ReachInDeviations = 3;

    /// <summary>Samples that a picture needs, of so many: of pictures a hundred, of points a million.</summary>
    public static int RowsShown(Model model, long count) => (int)Math.Min(count, model.Image is null ? MostPoints : MostPictures);

    /// <summary>Whether samples of the model can be shown.</summary>
    public static bool CanShow(Model model) => model.Image is not null || model.Dimension == 2;

    /// <summary>Samples in the data's units; of pictures the first hundred.</summary>
    public static Picture Of(Model model, ReadOnlySpan<float> samples)
    {
        if (model.Image is not { } shape)
        {
            return Density([samples.ToArray()]).Draw(samples);
        }

        int shown = Math.Min(MostPictures, samples.Length / shape.Dimension);
        return Grid(model, shape).Draw(samples[..(shown * shape.Dimension)], Math.Min(Columns(model.Classes), shown));
    }

    /// <summary>The same rows at several times side by side, in the data's units.</summary>
    public static Picture Strip(Model model, IReadOnlyList<float[]> atTimes)
    {
        if (model.Image is not { } shape)
        {
            return Density(atTimes).Strip(atTimes);
        }

        int rows = Math.Min(StripRows, atTimes[0].Length / shape.Dimension);
        var cells = new List<float>();
        for (int row = 0; row < rows; row++)
        {
            foreach (float[] samples in atTimes)
            {
                cells.AddRange(samples.AsSpan(row * shape.Dimension, shape.Dimension));
            }
        }

        return Grid(model, shape).Draw([.. cells], atTimes.Count);
    }

    // Classes come in turn, so that a multiple of their number has one in each column.
    private static int Columns(int classes) => classes is > 1 and <= GridColumns ? GridColumns / classes * classes : GridColumns;

    // −1 … 1 of the network's units is the range of the data's pixels.
    private static ImageGrid Grid(Model model, ImageShape shape) => new(
        shape, (float)(model.Scaling.Shift - model.Scaling.Scale), (float)(model.Scaling.Shift + model.Scaling.Scale));

    // One square for all sets, wide enough for the widest.
    private static DensityPicture Density(IReadOnlyList<float[]> sets)
    {
        double reach = 0;
        foreach (float[] set in sets)
        {
            double squares = set.Sum(value => (double)value * value);
            reach = Math.Max(reach, ReachInDeviations * Math.Sqrt(squares / set.Length));
        }

        return new DensityPicture { Reach = Math.Max(reach, double.Epsilon) };
    }
}
