using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// The exact law of what a sampler makes of its starting noise, in several dimensions, for every method that is affine on this score function: all
/// that are linear in ε, where ε is that of Gaussian data. No sampling: the real stepper runs on unit impulses.
/// </summary>
/// <param name="Mean">The mean of the samples.</param>
/// <param name="Covariance">Their covariance, [d, d].</param>
public sealed record AffineLaw(double[] Mean, double[,] Covariance)
{
    private const double Tolerance = 1e-7;

    /// <summary>The law of a run from N(0, prior deviation² I), or from a given Gaussian.</summary>
    /// <param name="solver">The method.</param>
    /// <param name="process">The forward process.</param>
    /// <param name="score">A score function that is affine in x.</param>
    /// <param name="grid">The times.</param>
    /// <param name="start">The law at the grid's first time; null for the sampler's own.</param>
    /// <exception cref="ArithmeticException">The run is not affine, or its coefficients are not finite.</exception>
    public static AffineLaw Of(ISolver solver, IDiffusionProcess process, IScoreFunction<Tile<double>> score, TimeGrid grid, AffineLaw? start = null)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(grid);
        int d = score.Dimension;
        int names = Run(solver, process, score, grid, 1 + d).Space.Names;

        // The last row starts at another place than the sum of its parts, so that it tells whether the run is affine.
        int rows = 2 + (d * (1 + names));
        Tile<double> x = Run(solver, process, score, grid, rows).X;
        double[] mean = x.Row(0).ToArray();
        ThrowIfNotAffine(solver, x, d);
        var covariance = new double[d, d];
        double own = process.PriorDeviation * process.PriorDeviation;
        for (int k = 0; k < d; k++)
        {
            for (int l = 0; l < d; l++)
            {
                AddOuter(covariance, start?.Covariance[k, l] ?? (k == l ? own : 0), x.Row(0), x.Row(1 + k), x.Row(1 + l));
            }
        }

        for (int row = 1 + d; row < rows - 1; row++)
        {
            AddOuter(covariance, 1, x.Row(0), x.Row(row), x.Row(row));
        }

        for (int k = 0; start is not null && k < d; k++)
        {
            for (int i = 0; i < d; i++)
            {
                mean[i] += start.Mean[k] * (x.Row(1 + k)[i] - x.Row(0)[i]);
            }
        }

        return new(mean, covariance);
    }

    private static (Tile<double> X, ImpulseSpace Space) Run(
        ISolver solver, IDiffusionProcess process, IScoreFunction<Tile<double>> score, TimeGrid grid, int rows)
    {
        var tiles = new TileSpace<double>(rows, score.Dimension);
        var space = new ImpulseSpace(tiles);
        Tile<double> x = space.Allocate();
        x.Values.Clear();
        for (int j = 0; j < score.Dimension; j++)
        {
            x.Row(1 + j)[j] = 1;
            x.Row(rows - 1)[j] = Probe(j);
        }

        GridWalk.Run(solver, new Problem<Tile<double>>(process, score, space), grid, x);
        return (x, space);
    }

    // target += weight (a − origin)(b − origin)ᵀ
    private static void AddOuter(double[,] target, double weight, ReadOnlySpan<double> origin, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        for (int i = 0; i < origin.Length; i++)
        {
            for (int j = 0; j < origin.Length; j++)
            {
                target[i, j] += weight * (a[i] - origin[i]) * (b[j] - origin[j]);
            }
        }
    }

    private static double Probe(int coordinate) => 2 - coordinate;

    private static void ThrowIfNotAffine(ISolver solver, Tile<double> x, int d)
    {
        for (int i = 0; i < d; i++)
        {
            double expected = x.Row(0)[i];
            double size = Math.Abs(expected);
            for (int j = 0; j < d; j++)
            {
                double part = Probe(j) * (x.Row(1 + j)[i] - x.Row(0)[i]);
                expected += part;
                size += Math.Abs(part);
            }

            if (!(Math.Abs(x.Row(x.Rows - 1)[i] - expected) <= Tolerance * (1 + size)))
            {
                throw new ArithmeticException($"{solver.Facts.Name} is not affine on this score, or its coefficients are not finite.");
            }
        }
    }
}
