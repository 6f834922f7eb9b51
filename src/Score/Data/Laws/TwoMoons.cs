namespace ScoreSde.Data.Laws;

/// <summary>
/// <c>moons</c>: the half circles (cos a, sin a) and (1 − cos a, ½ − sin a), a uniform on [0, π], with equal weight, plus noise of
/// standard deviation 0.1.
/// </summary>
public sealed record TwoMoons : IDataLaw
{
    /// <inheritdoc/>
    public string Name => "moons";

    /// <inheritdoc/>
    public DataScaling Scaling => new(0.5, 1);

    /// <inheritdoc/>
    public (double X, double Y) Point((double A, double B, double C) u, (double A, double B) z)
    {
        (double sine, double cosine) = Math.SinCos(Math.PI * u.B);
        (double x, double y) = u.A < 0.5 ? (cosine, sine) : (1 - cosine, 0.5 - sine);
        return (x + (0.1 * z.A), y + (0.1 * z.B));
    }
}
