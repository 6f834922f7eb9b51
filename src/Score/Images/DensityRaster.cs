using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Images;

/// <summary>
/// The exact density p_t of a mixture in the plane at the middles of pixels. A component whose axes are those of the coordinates is a product of two rows of
/// numbers, so that laws with as many components as a data set has rows take little more than one with few.
/// </summary>
public static class DensityRaster
{
    // e^(−32) is nothing beside the greatest value.
    private const double Reach = 8;

    // A component narrower than a pixel would fall between their middles.
    private const double LeastPixels = 0.4;

    /// <summary>p_t, [height, width] row by row from the top left. A deviation below 0.4 pixels counts as that.</summary>
    /// <param name="law">The law of the data, in two dimensions.</param>
    /// <param name="level">Where on the way to noise.</param>
    /// <param name="across">What the raster shows of the first coordinate, from left to right.</param>
    /// <param name="up">What it shows of the second, from the bottom up.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">The law is not one of the plane.</exception>
    public static double[] Of(GaussianMixture law, NoiseLevel level, PlotRange across, PlotRange up, int width, int height)
    {
        if (Require.NotNull(law).Dimension != 2)
        {
            throw new ArgumentException($"A law in {law.Dimension} dimensions has no picture in the plane.", nameof(law));
        }

        double[] raster = new double[Require.Numbers(Require.Positive(height), Require.Positive(width), nameof(height))];
        (double dx, double dy) = (across.Length / width, up.Length / height);
        double[] columns = [.. Enumerable.Range(0, width).Select(i => across.Low + ((i + 0.5) * dx))];
        double[] rows = [.. Enumerable.Range(0, height).Select(i => up.High - ((i + 0.5) * dy))];
        for (int k = 0; k < law.Components.Count; k++)
        {
            Gaussian component = law.Components[k];
            double signal = level.MeanScale * level.MeanScale;
            double least = LeastPixels * LeastPixels * dx * dy;
            double v0 = Math.Max((signal * component.Eigenvalues[0]) + level.Variance, least);
            double v1 = Math.Max((signal * component.Eigenvalues[1]) + level.Variance, least);
            double weight = law.Weights[k] / (2 * Math.PI * Math.Sqrt(v0 * v1));
            (double x, double y) = (level.MeanScale * component.Mean[0], level.MeanScale * component.Mean[1]);
            if (component.Eigenvectors is { } axes)
            {
                AddTilted(raster, columns, rows, (x, y), (v0, v1), axes, weight);
            }
            else
            {
                AddUpright(raster, columns, rows, (x, y), (v0, v1), weight);
            }
        }

        return raster;
    }

    /// <summary>p_t of a law on the line at the middles of columns. A deviation below 0.4 columns counts as that.</summary>
    /// <param name="law">The law of the data, in one dimension.</param>
    /// <param name="level">Where on the way to noise.</param>
    /// <param name="across">What the columns show.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="ArgumentException">The law is not one of the line.</exception>
    public static double[] OfLine(GaussianMixture law, NoiseLevel level, PlotRange across, int width)
    {
        if (Require.NotNull(law).Dimension != 1)
        {
            throw new ArgumentException($"A law in {law.Dimension} dimensions has no picture on the line.", nameof(law));
        }

        double[] line = new double[Require.Numbers(Require.Positive(width), 1, nameof(width))];
        double step = across.Length / width;
        for (int k = 0; k < law.Components.Count; k++)
        {
            Gaussian component = law.Components[k];
            double variance = Math.Max((level.MeanScale * level.MeanScale * component.Eigenvalues[0]) + level.Variance, LeastPixels * LeastPixels * step * step);
            double weight = law.Weights[k] / Math.Sqrt(2 * Math.PI * variance);
            for (int i = 0; i < width; i++)
            {
                double away = across.Low + ((i + 0.5) * step) - (level.MeanScale * component.Mean[0]);
                line[i] += weight * Math.Exp(-0.5 * away * away / variance);
            }
        }

        return line;
    }

    private static void AddUpright(double[] raster, double[] columns, double[] rows, (double X, double Y) mean, (double X, double Y) variance, double weight)
    {
        (int left, int right) = Near(columns, mean.X, Reach * Math.Sqrt(variance.X));
        (int top, int bottom) = Near(rows, mean.Y, Reach * Math.Sqrt(variance.Y));
        if (left == right)
        {
            return;
        }

        Span<double> along = new double[right - left];
        for (int i = 0; i < along.Length; i++)
        {
            along[i] = Math.Exp(-0.5 * (columns[left + i] - mean.X) * (columns[left + i] - mean.X) / variance.X);
        }

        for (int row = top; row < bottom; row++)
        {
            double factor = weight * Math.Exp(-0.5 * (rows[row] - mean.Y) * (rows[row] - mean.Y) / variance.Y);
            Span<double> target = raster.AsSpan((row * columns.Length) + left, along.Length);
            for (int i = 0; i < along.Length; i++)
            {
                target[i] += factor * along[i];
            }
        }
    }

    private static void AddTilted(double[] raster, double[] columns, double[] rows, (double X, double Y) mean, (double First, double Second) variance, double[] axes, double weight)
    {
        double reach = Reach * Math.Sqrt(Math.Max(variance.First, variance.Second));
        (int left, int right) = Near(columns, mean.X, reach);
        (int top, int bottom) = Near(rows, mean.Y, reach);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                (double x, double y) = (columns[column] - mean.X, rows[row] - mean.Y);
                double first = (axes[0] * x) + (axes[1] * y);
                double second = (axes[2] * x) + (axes[3] * y);
                raster[(row * columns.Length) + column] += weight * Math.Exp(-0.5 * ((first * first / variance.First) + (second * second / variance.Second)));
            }
        }
    }

    // The places from the first to behind the last that are within reach; they run up or down.
    private static (int First, int End) Near(double[] places, double middle, double reach)
    {
        int first = Array.FindIndex(places, place => Math.Abs(place - middle) <= reach);
        return first < 0 ? (0, 0) : (first, Array.FindLastIndex(places, place => Math.Abs(place - middle) <= reach) + 1);
    }
}
