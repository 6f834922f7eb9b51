using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Images;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Pages;

/// <summary>The samples of a run as a small picture: the first ten pictures, or points of the plane over the exact density where it is known.</summary>
internal sealed class SampleCells
{
    private const int Pictures = 10;
    private const int Columns = 5;
    private const int Side = 180;
    private const double ReachOverData = 1.15;
    private const int DataRows = 500;
    private const int Arm = 5;

    private static readonly byte[] Mark = [213, 94, 0];

    private readonly Model model;
    private readonly double reach;
    private readonly byte[] tint = [];

    private SampleCells(Model model)
    {
        this.model = model;
        if (model.Dimension != 2)
        {
            return;
        }

        // One square for all runs, which holds the data.
        reach = 4;
        if (model.Reference.Kind != ReferenceKind.None)
        {
            reach = double.Epsilon;
            foreach (float value in model.Reference.Rows(DataRows, seed: 0).Values)
            {
                reach = Math.Max(reach, ReachOverData * Math.Abs(value));
            }
        }

        tint = model.HasExactScore && model.Reference.Law is { } law ? Density(law) : [];
    }

    /// <summary>The pictures of a model's runs; null where its samples cannot be shown.</summary>
    public static SampleCells? Of(Model model) => model.Image is not null || model.Dimension == 2 ? new SampleCells(model) : null;

    /// <summary>Samples in the data's units as an address that holds the picture.</summary>
    /// <param name="samples">Row-major.</param>
    /// <param name="marked">Of the plane, a point that is marked; none where it is empty.</param>
    public string Address(ReadOnlySpan<float> samples, ReadOnlySpan<float> marked = default) =>
        Html.Address(model.Image is { } shape ? Grid(shape, samples) : Points(samples, marked));

    // −1 … 1 of the network's units is the range of the data's pixels.
    private Picture Grid(Data.ImageShape shape, ReadOnlySpan<float> samples)
    {
        int shown = Math.Min(Pictures, samples.Length / shape.Dimension);
        var grid = new ImageGrid(shape, (float)(model.Scaling.Shift - model.Scaling.Scale), (float)(model.Scaling.Shift + model.Scaling.Scale)) { Zoom = Math.Max(1, 32 / shape.Width), Gap = 2 };
        return grid.Draw(samples[..(shown * shape.Dimension)], Math.Min(Columns, shown));
    }

    private Picture Points(ReadOnlySpan<float> points, ReadOnlySpan<float> marked)
    {
        var picture = new Picture(Side, Side, channels: 3);
        for (int i = 0; i < tint.Length; i++)
        {
            // From white to a light blue.
            Span<byte> pixel = picture.Row(i / Side).Slice(i % Side * 3, 3);
            (pixel[0], pixel[1], pixel[2]) = ((byte)(255 - (tint[i] * 110 / 255)), (byte)(255 - (tint[i] * 60 / 255)), 255);
        }

        for (int i = 0; i + 1 < points.Length; i += 2)
        {
            Dot(Column(points[i]), Line(points[i + 1]), [20, 20, 20]);
        }

        // A cross, which is seen over any number of points.
        for (int k = -Arm; k <= Arm && marked.Length == 2; k++)
        {
            Dot(Column(marked[0]) + k, Line(marked[1]) + k, Mark);
            Dot(Column(marked[0]) + k, Line(marked[1]) - k, Mark);
        }

        return picture;

        double Column(float x) => (x + reach) / (2 * reach) * Side;

        double Line(float y) => (reach - y) / (2 * reach) * Side;

        void Dot(double x, double y, ReadOnlySpan<byte> colour)
        {
            if (x >= 0 && x < Side && y >= 0 && y < Side)
            {
                colour.CopyTo(picture.Row((int)y).Slice((int)x * 3, 3));
            }
        }
    }

    // The fourth root lets the thin parts be seen.
    private byte[] Density(GaussianMixture law)
    {
        var logs = new double[Side * Side];
        NoiseLevel clean = model.Process.At(0);
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = law.LogDensity([(((i % Side) + 0.5) / Side * 2 * reach) - reach, reach - (((i / Side) + 0.5) / Side * 2 * reach)], clean);
        }

        double highest = logs.Max();
        return [.. logs.Select(value => (byte)Math.Round(255 * Math.Exp((value - highest) / 4)))];
    }
}
