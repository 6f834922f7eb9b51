namespace ScoreSde.Metrics;

/// <summary>One of the two sets of samples of a sliced Wasserstein distance: its projections, and each row's part in the distance.</summary>
internal sealed class SlicedSide
{
    private readonly PointPanels panels;
    private readonly KeyIndexSort sorting;
    private readonly float[] products;
    private readonly float[] sorted;
    private readonly int[] places;
    private readonly double[] images;
    private readonly double[] potentials;

    public SlicedSide(Samples samples)
    {
        panels = new PointPanels(samples);
        sorting = new KeyIndexSort(samples.Count);
        products = new float[panels.Panels * PointPanels.Width];
        sorted = new float[samples.Count];
        places = new int[samples.Count];
        images = new double[samples.Count];
        potentials = new double[samples.Count];
    }

    private int Count => sorted.Length;

    /// <summary>
    /// W₂² of the two projections by the monotone coupling, and for each point the mean T of what it is coupled to. Masses are whole
    /// numbers, m for each of the n points and n for each of the m, so that none is lost.
    /// </summary>
    public static double Couple(SlicedSide x, SlicedSide y)
    {
        long massX = y.Count;
        long massY = x.Count;
        long leftX = massX;
        long leftY = massY;
        double sum = 0;
        Array.Clear(x.images);
        Array.Clear(y.images);
        for (int i = 0, j = 0; i < x.Count;)
        {
            long mass = Math.Min(leftX, leftY);
            double distance = (double)x.sorted[i] - y.sorted[j];
            sum += mass * distance * distance;
            x.images[i] += mass * (double)y.sorted[j];
            y.images[j] += mass * (double)x.sorted[i];
            leftX -= mass;
            leftY -= mass;
            if (leftX == 0)
            {
                x.images[i] /= massX;
                i++;
                leftX = massX;
            }

            if (leftY == 0)
            {
                y.images[j] /= massY;
                j++;
                leftY = massY;
            }
        }

        return sum / ((double)massX * massY);
    }

    /// <summary>Projects the rows on a direction and sorts them.</summary>
    public void Project(ReadOnlySpan<float> direction)
    {
        for (int panel = 0; panel < panels.Panels; panel++)
        {
            panels.Project(direction, panel, products.AsSpan(panel * PointPanels.Width, PointPanels.Width));
        }

        sorting.Sort(products.AsSpan(0, Count), sorted, places);
    }

    /// <summary>Adds φ(x) = 2∫(x − T(x))dx, by the trapezoid rule from the smallest point on, to each row's sum over directions.</summary>
    public void AddPotential()
    {
        double potential = 0;
        double before = sorted[0] - images[0];
        for (int i = 1; i < sorted.Length; i++)
        {
            double after = sorted[i] - images[i];
            potential += ((double)sorted[i] - sorted[i - 1]) * (before + after);
            potentials[places[i]] += potential;
            before = after;
        }
    }

    /// <summary>The variance of the mean over rows of φ/directions.</summary>
    public double PotentialVariance(int directions)
    {
        double mean = potentials.Sum() / Count;
        double squares = 0;
        foreach (double potential in potentials)
        {
            double deviation = (potential - mean) / directions;
            squares += deviation * deviation;
        }

        return squares / ((double)Count * (Count - 1));
    }
}
