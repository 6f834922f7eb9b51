using ScoreSde.Lanes;

namespace ScoreSde.Metrics;

/// <summary>
/// Points packed for distances and projections: panels of <see cref="Width"/> points, coordinate by coordinate, the last panel filled up
/// with zeros.
/// </summary>
internal sealed class PointPanels
{
    /// <summary>Points in a panel.</summary>
    public const int Width = 64;

    private readonly float[] packed;

    public PointPanels(Samples points)
    {
        Count = points.Count;
        Dimension = points.Dimension;
        Panels = (Count + Width - 1) / Width;
        packed = new float[checked(Panels * Width * Dimension)];
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<float> point = points[row];
            int first = (row / Width * Width * Dimension) + (row % Width);
            for (int k = 0; k < point.Length; k++)
            {
                packed[first + (k * Width)] = point[k];
            }
        }
    }

    /// <summary>Points.</summary>
    public int Count { get; }

    /// <summary>Numbers in a point.</summary>
    public int Dimension { get; }

    /// <summary>Panels.</summary>
    public int Panels { get; }

    /// <summary>A panel, [Dimension, Width].</summary>
    public ReadOnlySpan<float> this[int panel] => packed.AsSpan(panel * Width * Dimension, Width * Dimension);

    /// <summary>Points in a panel; fewer than <see cref="Width"/> in the last one only.</summary>
    public int CountIn(int panel) => Math.Min(Width, Count - (panel * Width));

    /// <summary>The squared distances of a point from the points of a panel; entries beyond the panel's count mean nothing.</summary>
    public void SquaredDistances(ReadOnlySpan<float> point, int panel, Span<float> squares)
    {
        var kernel = new PanelSquares(point, this[panel], squares[..Width]);
        LaneDispatch.Run<float, PanelSquares>(ref kernel);
    }

    /// <summary>The same of four points, [4, Dimension], in [4, <see cref="Width"/>].</summary>
    public void SquaredDistancesOfFour(ReadOnlySpan<float> points, int panel, Span<float> squares)
    {
        var kernel = new QuadSquares(points, this[panel], squares[..(QuadSquares.Rows * Width)]);
        LaneDispatch.Run<float, QuadSquares>(ref kernel);
    }

    /// <summary>The products θ·y with the points of a panel; entries beyond the panel's count mean nothing.</summary>
    public void Project(ReadOnlySpan<float> direction, int panel, Span<float> products)
    {
        var kernel = new PanelProducts(direction, this[panel], products[..Width]);
        LaneDispatch.Run<float, PanelProducts>(ref kernel);
    }
}
