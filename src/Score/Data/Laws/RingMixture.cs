namespace ScoreSde.Data.Laws;

/// <summary>
/// <c>mixture8</c>: eight Gaussians of standard deviation 0.3 and equal weight, at the angles k · 45° of a ring of radius 4.
/// </summary>
public sealed record RingMixture : IDataLaw
{
    /// <summary>Gaussians on the ring.</summary>
    public const int Modes = 8;

    /// <summary>Distance of the means from the origin.</summary>
    public const double Radius = 4;

    /// <summary>Standard deviation of each Gaussian along each axis.</summary>
    public const double Deviation = 0.3;

    /// <inheritdoc/>
    public string Name => "mixture8";

    /// <inheritdoc/>
    public DataScaling Scaling => new(0, Radius);

    /// <summary>The mean of a mode.</summary>
    public static (double X, double Y) Mean(int mode)
    {
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * mode / Modes);
        return (Radius * cosine, Radius * sine);
    }

    /// <inheritdoc/>
    public (double X, double Y) Point((double A, double B, double C) u, (double A, double B) z)
    {
        (double x, double y) = Mean((int)(u.A * Modes));
        return (x + (Deviation * z.A), y + (Deviation * z.B));
    }
}
