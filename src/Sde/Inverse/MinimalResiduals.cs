namespace ScoreSde.Inverse;

/// <summary>
/// Solves S w = b for any square S, symmetric or not, by steps that leave the least ‖b − S w‖ over all directions so far: generalised conjugate
/// residuals, which for the same directions is GMRES. Eisenstat, Elman and Schultz 1983, alg. GCR.
/// </summary>
internal static class MinimalResiduals
{
    // What is left of an image beside the earlier ones, as a share of it, when all else is rounding.
    private const double Rounding = 1e-8;

    /// <summary>
    /// One step along direction number <paramref name="step"/>: its image S p is made orthogonal to the earlier ones, and both it and the direction
    /// are written back. A direction whose image says nothing new moves nothing, so a solved row stays as it is.
    /// </summary>
    /// <param name="step">From 0.</param>
    /// <param name="directions">p_0 … p_step, one after the other.</param>
    /// <param name="images">S p_0 … S p_step; those before the last are orthogonal and of length 1, or 0.</param>
    /// <param name="solution">w, moved on.</param>
    /// <param name="rest">b − S w, made less.</param>
    public static void Advance(int step, Span<double> directions, Span<double> images, Span<double> solution, Span<double> rest)
    {
        int m = rest.Length;
        Span<double> direction = directions.Slice(step * m, m);
        Span<double> image = images.Slice(step * m, m);
        double whole = Math.Sqrt(SingularValues.Dot(image, image));

        // Twice: once would leave rounding of the size of what is taken away.
        for (int k = 0; k < 2 * step; k++)
        {
            ReadOnlySpan<double> earlier = images.Slice(k % step * m, m);
            double shared = SingularValues.Dot(earlier, image);
            SingularValues.Add(-shared, earlier, image);
            SingularValues.Add(-shared, directions.Slice(k % step * m, m), direction);
        }

        double length = Math.Sqrt(SingularValues.Dot(image, image));
        if (!(length > Rounding * whole && double.IsFinite(length)))
        {
            direction.Clear();
            image.Clear();
            return;
        }

        for (int j = 0; j < m; j++)
        {
            direction[j] /= length;
            image[j] /= length;
        }

        double along = SingularValues.Dot(image, rest);
        SingularValues.Add(along, direction, solution);
        SingularValues.Add(-along, image, rest);
    }
}
