using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Images;

namespace ScoreSde.Cli.Pictures;

/// <summary>The path of samples from noise to data as pictures that follow each other.</summary>
internal static class SampleAnimation
{
    private const int MostPoints = 1500;
    private const int Side = 320;
    private const int GridWidth = 640;
    private const int GridHeight = 480;
    private const int MostRows = 4;

    // Of the whole way but the end, in hundredths of a second.
    private const int Length = 250;

    /// <summary>How many of the first samples are shown.</summary>
    public static int Rows(Model model, long count) => (int)Math.Min(count, model.Image is { } shape ? Columns(model, shape) * GridRows(shape) : MostPoints);

    /// <summary>The pictures.</summary>
    /// <param name="model">Whose states they are.</param>
    /// <param name="times">Their times.</param>
    /// <param name="at">The states at one of them in the data's units, at least as many as are shown.</param>
    /// <param name="count">Samples of the run.</param>
    public static AnimationFrames Of(Model model, IReadOnlyList<double> times, Func<int, float[]> at, long count)
    {
        int numbers = Rows(model, count) * model.Dimension;
        if (model.Image is { } shape)
        {
            ImageGrid grid = SamplePictures.Grid(model, shape) with { Zoom = Math.Clamp(GridWidth / (Columns(model, shape) * shape.Width), 1, 4) };
            return Paced(times.Count, i => (grid with { Caption = PointPictures.Caption(times[i]) }).Draw(at(i).AsSpan(0, numbers), Columns(model, shape)));
        }

        var points = new PointPictures(model, at(SamplePictures.Earliest(times)).AsSpan(0, numbers));
        int signs = points.SignsAt(times);
        return Paced(times.Count, i => points.Draw(at(i).AsSpan(0, numbers), times[i], Side, signs, isNamed: true));
    }

    private static AnimationFrames Paced(int count, Func<int, Picture> draw) => new(count, draw) { Delay = Math.Clamp(Length / count, 4, 40) };

    private static int Columns(Model model, ImageShape shape) => Math.Clamp(GridWidth / shape.Width, 1, SamplePictures.Columns(model.Classes));

    private static int GridRows(ImageShape shape) => Math.Clamp(GridHeight / shape.Height, 1, MostRows);
}
