namespace ScoreSde.Data.Laws;

/// <summary>
/// <c>swissroll</c>: ¼ (a cos a, a sin a) with the angle a uniform on [1.5π, 4.5π], plus noise of standard deviation 0.1.
/// </summary>
public sealed record SwissRoll : IDataLaw
{
    /// <inheritdoc/>
    public string Name => "swissroll";

    /// <inheritdoc/>
    public DataScaling Scaling => new(0, 3);

    /// <inheritdoc/>
    public (double X, double Y) Point((double A, double B, double C) u, (double A, double B) z)
    {
        double angle = Math.PI * (1.5 + (3 * u.A));
        (double sine, double cosine) = Math.SinCos(angle);
        return ((0.25 * angle * cosine) + (0.1 * z.A), (0.25 * angle * sine) + (0.1 * z.B));
    }
}
