namespace ScoreSde.Metrics;

/// <summary>The k nearest points of each query, by brute force.</summary>
internal sealed class NeighbourTable
{
    private readonly int[] points;
    private readonly float[] squares;

    /// <summary>Finds them; at equal distance the point with the lower index is nearer.</summary>
    public NeighbourTable(Samples queries, PointPanels candidates, int neighbours)
    {
        Neighbours = Math.Min(neighbours, candidates.Count);
        points = new int[queries.Count * Neighbours];
        squares = new float[queries.Count * Neighbours];
        Array.Fill(squares, float.PositiveInfinity);
        Span<float> distances = stackalloc float[QuadSquares.Rows * PointPanels.Width];
        for (int panel = 0; panel < candidates.Panels; panel++)
        {
            int count = candidates.CountIn(panel);
            int query = 0;
            for (; query + QuadSquares.Rows <= queries.Count; query += QuadSquares.Rows)
            {
                candidates.SquaredDistancesOfFour(queries.Values.Span.Slice(query * queries.Dimension, QuadSquares.Rows * queries.Dimension), panel, distances);
                for (int i = 0; i < QuadSquares.Rows; i++)
                {
                    Insert(query + i, distances.Slice(i * PointPanels.Width, count), panel * PointPanels.Width);
                }
            }

            for (; query < queries.Count; query++)
            {
                candidates.SquaredDistances(queries[query], panel, distances);
                Insert(query, distances[..count], panel * PointPanels.Width);
            }
        }
    }

    /// <summary>k, or the number of points if that is smaller.</summary>
    public int Neighbours { get; }

    /// <summary>The nearest points of a query, nearest first.</summary>
    public ReadOnlySpan<int> Points(int query) => points.AsSpan(query * Neighbours, Neighbours);

    /// <summary>The first of them, so many or all.</summary>
    public ReadOnlySpan<int> Points(int query, int most) => points.AsSpan(query * Neighbours, Math.Min(most, Neighbours));

    /// <summary>The distance of a query from its nearest point.</summary>
    public double Distance(int query) => Math.Sqrt(squares[query * Neighbours]);

    private void Insert(int query, ReadOnlySpan<float> distances, int first)
    {
        Span<float> best = squares.AsSpan(query * Neighbours, Neighbours);
        Span<int> who = points.AsSpan(query * Neighbours, Neighbours);
        for (int j = 0; j < distances.Length; j++)
        {
            float distance = distances[j];
            if (distance >= best[^1])
            {
                continue;
            }

            int place = best.Length - 1;
            for (; place > 0 && best[place - 1] > distance; place--)
            {
                best[place] = best[place - 1];
                who[place] = who[place - 1];
            }

            best[place] = distance;
            who[place] = first + j;
        }
    }
}
