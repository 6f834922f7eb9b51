using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>
/// m(t) of a mixture of Gaussians in one or two dimensions, exact by quadrature: for each component the trapezoidal rule in the coordinates in which it is
/// N(0, I), whose error falls exponentially with the distance of its points.
/// </summary>
public sealed class MixtureNoiseMoment : INoiseMoment
{
    /// <summary>The most dimensions that are summed over.</summary>
    public const int MostDimensions = 2;

    // The density at the ends, e^(−32), and the points' distance leave errors near rounding.
    private const double Reach = 8;
    private const double Distance = 0.2;

    private readonly GaussianMixture data;
    private readonly LevelCache<double> levels;

    /// <param name="mixture">The law of the data.</param>
    /// <exception cref="ArgumentException">More than two dimensions.</exception>
    public MixtureNoiseMoment(GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        data = mixture.Dimension <= MostDimensions
            ? mixture
            : throw new ArgumentException($"The moment of a mixture is summed in {MostDimensions} dimensions at most, not {mixture.Dimension}.", nameof(mixture));
        levels = new LevelCache<double>(Integrate);
    }

    /// <inheritdoc/>
    public double At(NoiseLevel level) => levels.Get(level);

    private double Integrate(NoiseLevel level)
    {
        int d = data.Dimension;
        int side = (2 * (int)Math.Round(Reach / Distance)) + 1;
        var space = new TileSpace<double>(d == 1 ? side : side * side, d);
        Tile<double> x = space.Allocate();
        Tile<double> epsilon = space.Allocate();
        IScoreFunction<Tile<double>> score = data.Score<double>();
        double sum = 0;
        for (int k = 0; k < data.Components.Count; k++)
        {
            Gaussian component = data.Components[k];
            for (int row = 0; row < x.Rows; row++)
            {
                Place(component, level, row, side, x.Row(row));
            }

            score.Evaluate(x, level, epsilon);
            double own = 0;
            double total = 0;
            for (int row = 0; row < x.Rows; row++)
            {
                double density = Math.Exp(-0.5 * (Square(Coordinate(row % side)) + (d == 1 ? 0 : Square(Coordinate(row / side)))));
                double norm = 0;
                foreach (double value in epsilon.Row(row))
                {
                    norm += value * value;
                }

                own += density * norm;
                total += density;
            }

            sum += data.Weights[k] * own / total;
        }

        return sum / d;
    }

    // α m + Q √(α² v + σ²) z
    private static void Place(Gaussian component, NoiseLevel level, int row, int side, Span<double> point)
    {
        double signal = level.MeanScale * level.MeanScale;
        int d = point.Length;
        for (int i = 0; i < d; i++)
        {
            point[i] = level.MeanScale * component.Mean[i];
        }

        for (int j = 0; j < d; j++)
        {
            double z = Math.Sqrt((signal * component.Eigenvalues[j]) + level.Variance) * Coordinate(j == 0 ? row % side : row / side);
            for (int i = 0; i < d; i++)
            {
                point[i] += (component.Eigenvectors is { } q ? q[i + (d * j)] : i == j ? 1 : 0) * z;
            }
        }
    }

    private static double Coordinate(int place) => (place * Distance) - Reach;

    private static double Square(double value) => value * value;
}
