namespace ScoreSde.Data.Laws;

/// <summary>
/// <c>checkerboard</c>: uniform on the eight squares (i, j), i + j even, of a 4×4 board of squares of side 2 on [−4, 4]².
/// </summary>
public sealed record Checkerboard : IDataLaw
{
    /// <inheritdoc/>
    public string Name => "checkerboard";

    /// <inheritdoc/>
    public DataScaling Scaling => new(0, 4);

    /// <inheritdoc/>
    public (double X, double Y) Point((double A, double B, double C) u, (double A, double B) z)
    {
        int square = (int)(u.A * 8);
        int row = square / 2;
        int column = (2 * (square % 2)) + (row % 2);
        return (-4 + (2 * (column + u.B)), -4 + (2 * (row + u.C)));
    }
}
