namespace ScoreSde.Cli.Charts;

/// <summary>Lines as shapes that can be filled.</summary>
internal static class Strokes
{
    private const int Corners = 12;

    /// <summary>The contours of a line of some thickness through points, all of one sense of turning, so that they join; round where it bends.</summary>
    /// <param name="points">The points.</param>
    /// <param name="thickness">How thick, in the units of the points.</param>
    /// <param name="dashes">Lengths of dashes and gaps by turns, in the same units; null for a whole line.</param>
    public static IEnumerable<(double X, double Y)[]> Of(IReadOnlyList<(double X, double Y)> points, double thickness, IReadOnlyList<double>? dashes)
    {
        double half = thickness / 2;
        foreach ((double X, double Y)[] part in dashes is null ? [[.. points]] : Dashed(points, dashes))
        {
            for (int i = 0; i + 1 < part.Length; i++)
            {
                ((double X, double Y) a, (double X, double Y) b) = (part[i], part[i + 1]);
                double length = Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
                if (length > 0)
                {
                    (double x, double y) = (half * (b.X - a.X) / length, half * (b.Y - a.Y) / length);
                    yield return [(a.X + y, a.Y - x), (b.X + y, b.Y - x), (b.X - y, b.Y + x), (a.X - y, a.Y + x)];
                }

                if (i > 0)
                {
                    yield return [.. Enumerable.Range(0, Corners).Select(k => (a.X + (half * Math.Cos(2 * Math.PI * k / Corners)), a.Y + (half * Math.Sin(2 * Math.PI * k / Corners))))];
                }
            }
        }
    }

    private static IEnumerable<(double X, double Y)[]> Dashed(IReadOnlyList<(double X, double Y)> points, IReadOnlyList<double> dashes)
    {
        var part = new List<(double X, double Y)>();
        int turn = 0;
        double left = dashes[0];
        for (int i = 0; i + 1 < points.Count; i++)
        {
            ((double X, double Y) a, (double X, double Y) b) = (points[i], points[i + 1]);
            double length = Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
            for (double at = 0; at < length;)
            {
                (double X, double Y) Place(double s) => (a.X + (s / length * (b.X - a.X)), a.Y + (s / length * (b.Y - a.Y)));
                double end = Math.Min(length, at + left);
                if (turn % 2 == 0)
                {
                    part.Add(Place(at));
                    part.Add(Place(end));
                }

                // Asked of the sum: what its rounding leaves of a dash would never be used up.
                bool isOver = at + left <= length;
                left -= end - at;
                at = end;
                if (isOver)
                {
                    if (part.Count > 0)
                    {
                        yield return [.. part];
                        part.Clear();
                    }

                    turn++;
                    left = Math.Max(dashes[turn % dashes.Count], 1e-3);
                }
            }
        }

        if (part.Count > 0)
        {
            yield return [.. part];
        }
    }
}
