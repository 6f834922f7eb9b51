using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Images;

namespace ScoreSde.Cli.Pictures;

/// <summary>The samples of a run as a small picture: the first ten pictures, or points or a histogram with the exact density where it is known.</summary>
internal sealed class SampleCells
{
    private const int Pictures = 10;
    private const int Columns = 5;
    private const int CellSide = 200;
    private const int DataRows = 1000;
    private const int SmallestPicture = 32;

    private readonly Model model;
    private readonly PointPictures? points;
    private readonly int side;

    private SampleCells(Model model, ReadOnlySpan<float> samples, int side)
    {
        this.model = model;
        this.side = side;
        if (!SamplePictures.HasPoints(model))
        {
            return;
        }

        // One part of the plane for all runs, which holds the data.
        points = new PointPictures(model, model.Law is null && model.Reference.Kind != ReferenceKind.None ? model.Reference.Rows(DataRows, seed: 0).Values : samples);
    }

    /// <summary>The pictures of a model's runs; null where its samples cannot be shown.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">Some of its samples, by which is known what is to be shown where the data is not.</param>
    /// <param name="side">Pixels along a square of points.</param>
    public static SampleCells? Of(Model model, ReadOnlySpan<float> samples, int side = CellSide) => SamplePictures.CanShow(model) ? new SampleCells(model, samples, side) : null;

    /// <summary>What the pictures are, for the line above them.</summary>
    public string Title => model switch
    {
        { Image: not null } => "Samples",
        { Dimension: 1 } => model.Law is null ? "Samples" : "Samples under the exact density",
        _ => $"Points over {(model.Law is null ? "the plane" : "the exact density")}",
    };

    /// <summary>A picture of samples in the data's units.</summary>
    /// <param name="samples">Row-major.</param>
    /// <param name="marked">Of the plane, a point that is marked; none where it is empty.</param>
    public Picture Draw(ReadOnlySpan<float> samples, ReadOnlySpan<float> marked = default) =>
        points?.Bare(samples, side, marked) ?? Grid(model.Image!.Value, samples);

    private Picture Grid(ImageShape shape, ReadOnlySpan<float> samples)
    {
        int shown = Math.Min(Pictures, samples.Length / shape.Dimension);
        ImageGrid grid = SamplePictures.Grid(model, shape) with { Zoom = Math.Max(1, SmallestPicture / shape.Width), Gap = 2 };
        return grid.Draw(samples[..(shown * shape.Dimension)], Math.Min(Columns, shown));
    }
}
