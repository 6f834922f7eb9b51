using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Images;

namespace ScoreSde.Cli.Pictures;

/// <summary>Samples as pictures: pictures in a grid, points of the plane over the exact density where it is known, numbers as a histogram.</summary>
internal static class SamplePictures
{
    private const int MostPictures = 100;
    private const int GridColumns = 10;
    private const int StripRows = 6;
    private const int CellSide = 220;
    private const int WholeSide = 480;
    private const double Clean = 0;

    /// <summary>Samples that a picture needs, of so many: of pictures a hundred, of points as many as are drawn.</summary>
    public static int RowsShown(Model model, long count) => (int)Math.Min(count, model.Image is null ? PointPictures.Most : MostPictures);

    /// <summary>Whether samples of the model can be shown.</summary>
    public static bool CanShow(Model model) => model.Image is not null || HasPoints(model);

    /// <summary>Whether they are points with axes, which charts show too.</summary>
    public static bool HasPoints(Model model) => model.Image is null && model.Dimension <= 2;

    /// <summary>The sentence about a model whose samples cannot be shown.</summary>
    public static string Fault(Model model, string option) =>
        $"Model '{model.Name}' has {model.Dimension} numbers a sample, neither a picture nor a point of the plane or the line, so {option} cannot show it.";

    /// <summary>Samples in the data's units; of pictures the first hundred.</summary>
    public static Picture Of(Model model, ReadOnlySpan<float> samples)
    {
        if (model.Image is not { } shape)
        {
            var points = new PointPictures(model, samples);
            return points.Draw(samples, Clean, WholeSide, points.SignsAt([Clean]), isNamed: false);
        }

        int shown = Math.Min(MostPictures, samples.Length / shape.Dimension);
        return Grid(model, shape).Draw(samples[..(shown * shape.Dimension)], Math.Min(Columns(model.Classes), shown));
    }

    /// <summary>What a picture of samples leaves out, as the end of a sentence; empty for nothing.</summary>
    /// <param name="model">Whose samples they are.</param>
    /// <param name="samples">The first, as many as it needs.</param>
    /// <param name="count">How many there are in all.</param>
    public static string LeftOut(Model model, ReadOnlySpan<float> samples, long count)
    {
        if (!HasPoints(model))
        {
            return count > MostPictures ? $" of the first {MostPictures}" : "";
        }

        int outside = new PointPictures(model, samples).Outside(samples, Clean);
        return $"{(count > PointPictures.Most ? $" of the first {PointPictures.Most}" : "")}{(outside > 0 ? $"; {outside} lie{(outside == 1 ? "s" : "")} outside" : "")}";
    }

    /// <summary>The same rows at several times side by side, in the data's units.</summary>
    /// <param name="model">Whose rows they are.</param>
    /// <param name="sets">The rows at each time.</param>
    /// <param name="times">The times.</param>
    public static Picture Strip(Model model, IReadOnlyList<float[]> sets, IReadOnlyList<double> times)
    {
        if (model.Image is not { } shape)
        {
            var points = new PointPictures(model, sets[Earliest(times)]);
            return PictureRow.Of([.. sets.Select((set, i) => points.Draw(set, times[i], CellSide, points.SignsAt([times[i]]), isNamed: true))]);
        }

        int rows = Math.Min(StripRows, sets[0].Length / shape.Dimension);
        var cells = new List<float>();
        for (int row = 0; row < rows; row++)
        {
            foreach (float[] samples in sets)
            {
                cells.AddRange(samples.AsSpan(row * shape.Dimension, shape.Dimension));
            }
        }

        return Grid(model, shape).Draw([.. cells], sets.Count);
    }

    /// <summary>The place of the least time: what is most like data.</summary>
    public static int Earliest(IReadOnlyList<double> times) => Enumerable.Range(0, times.Count).MinBy(i => times[i]);

    /// <summary>Classes come in turn, so that a multiple of their number has one in each column.</summary>
    public static int Columns(int classes) => classes is > 1 and <= GridColumns ? GridColumns / classes * classes : GridColumns;

    /// <summary>The grid of pictures. −1 … 1 of the network's units is the range of the data's pixels.</summary>
    public static ImageGrid Grid(Model model, ImageShape shape) => new(
        shape, (float)(model.Scaling.Shift - model.Scaling.Scale), (float)(model.Scaling.Shift + model.Scaling.Scale));
}
