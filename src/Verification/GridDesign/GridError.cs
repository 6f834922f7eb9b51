using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Verification.GridDesign;

/// <summary>
/// The error that a solver makes on a grid with Gaussian data of a given spectrum, exactly: along the axis of variance v_k it turns the exact law at
/// the grid's first time into one of deviation d_k(t_i) after step i, where the exact one is d_k*(t_i). Smooth functions of the grid, without noise.
/// </summary>
/// <remarks>
/// The mean of the data is left out (0). What step i adds to the error at the end is d_k*(t_n) (ρ_{i+1} − ρ_i), ρ_i = d_k(t_i)/d_k*(t_i). Some grids make
/// these cancel to rounding for every v_k, which tells nothing about other data; their sizes do.
/// </remarks>
public sealed class GridError
{
    private readonly double[] variances;

    /// <param name="solver">The method.</param>
    /// <param name="process">The process.</param>
    /// <param name="variances">The spectrum v_k ≥ 0, at least one.</param>
    /// <exception cref="ArgumentException">No variance, or one that is negative or not finite.</exception>
    public GridError(ISolver solver, IDiffusionProcess process, IReadOnlyList<double> variances)
    {
        ArgumentNullException.ThrowIfNull(variances);
        if (variances.Count == 0 || variances.Any(static v => !(v >= 0 && double.IsFinite(v))))
        {
            throw new ArgumentException("A spectrum needs at least one variance, all finite and not negative.", nameof(variances));
        }

        (Solver, Process, this.variances) = (solver, process, [.. variances]);
    }

    /// <summary>The method.</summary>
    public ISolver Solver { get; }

    /// <summary>The process.</summary>
    public IDiffusionProcess Process { get; }

    /// <summary>Variances in the spectrum.</summary>
    public int Count => variances.Length;

    /// <summary>√(mean over k of the squared error at the grid's end), in units of the data: the Wasserstein-2 distance over √axes.</summary>
    public double AtEnd(TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        double[] added = OfSteps(grid);
        double sum = 0;
        for (int k = 0; k < Count; k++)
        {
            double end = 0;
            for (int i = 0; i < grid.Steps; i++)
            {
                end += added[(i * Count) + k];
            }

            sum += end * end;
        }

        return Math.Sqrt(sum / Count);
    }

    /// <summary>√(mean over k of Σ_i (what step i adds)²): what is left where errors do not cancel.</summary>
    public double OfPath(TimeGrid grid) => Math.Sqrt(OfSteps(grid).Sum(static r => r * r) / Count);

    /// <summary>What each step adds to the error at the end, [steps, variances].</summary>
    public double[] OfSteps(TimeGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        double[] deviations = Solver.Facts.IsStochastic ? OfNoisy(grid) : OfFlow(grid);
        NoiseLevel end = Process.At(grid.Times[^1]);
        var before = new double[Count];
        Array.Fill(before, 1);
        for (int i = 0; i < grid.Steps; i++)
        {
            NoiseLevel level = Process.At(grid.Times[i + 1]);
            for (int k = 0; k < Count; k++)
            {
                double now = deviations[(i * Count) + k] / Deviation(k, level);
                deviations[(i * Count) + k] = Deviation(k, end) * (now - before[k]);
                before[k] = now;
            }
        }

        return deviations;
    }

    private double Deviation(int k, NoiseLevel level) =>
        Math.Sqrt((level.MeanScale * level.MeanScale * variances[k]) + level.Variance);

    // Linear without a constant: the state that starts at the deviation goes on as the deviation, all axes at once.
    private double[] OfFlow(TimeGrid grid)
    {
        NoiseLevel from = Process.At(grid.Times[0]);
        var space = new TileSpace<double>(1, Count);
        Tile<double> x = space.Allocate();
        for (int k = 0; k < Count; k++)
        {
            x.Values[k] = Deviation(k, from);
        }

        var deviations = new double[grid.Steps * Count];
        GridWalk.Run(Solver, new Problem<Tile<double>>(Process, new SpectrumScore(variances), space), grid, x, afterStep: step =>
        {
            for (int k = 0; k < Count; k++)
            {
                deviations[(step.Index * Count) + k] = Math.Abs(x.Values[k]);
            }
        });
        return deviations;
    }

    private double[] OfNoisy(TimeGrid grid)
    {
        var deviations = new double[grid.Steps * Count];
        for (int k = 0; k < Count; k++)
        {
            int axis = k;
            var data = new NormalLaw(0, variances[k]);
            NormalLaw start = data.At(Process.At(grid.Times[0]));
            var space = new AffineSpace();
            var x = AffineState.Start();
            GridWalk.Run(Solver, new Problem<AffineState>(Process, new AffineScore(space, data), space), grid, x, afterStep: step =>
                deviations[(step.Index * Count) + axis] = Math.Sqrt(space.Read(x).Push(start).Variance));
        }

        return deviations;
    }
}
