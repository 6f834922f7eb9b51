using MathNet.Numerics.LinearAlgebra;
using ScoreSde.Processes;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.GridDesign;

/// <summary>
/// Makes the grid on which the steps of a solver err least for Gaussian data of a given spectrum: Levenberg–Marquardt on what each step adds to the
/// error (<see cref="GridError.OfPath"/>) over the logarithms of the steps in λ, from the usual grids, the best of which it never does worse than.
/// </summary>
/// <remarks>
/// Starts at the highest time that the model knows and ends with a step to t = 0. The error at the end itself is no goal: the steps can be made to cancel in it for 33 variances
/// at once, to rounding, on grids that are no better than others for data that is not Gaussian.
/// </remarks>
public static class GridDesigner
{
    private const int Rounds = 200;
    private const double LongestStep = 20;
    private const double ShortestStep = 1e-3;
    private const double LastTime = 1e-6;

    /// <summary>The usual grids of that many steps that a made one is compared with.</summary>
    public static IReadOnlyList<TimeGrid> Usual(IDiffusionProcess process, int steps, TimeRange? range = null)
    {
        range ??= TimeRange.Whole;
        double end = Math.Max(1e-3, range.Minimum);
        return
        [
            Grids.Uniform(steps, range),
            Grids.Quadratic(steps, range),
            Grids.UniformLambda(process, steps, range.Maximum, end),
            Grids.Karras(process, steps, range.Maximum, end),
        ];
    }

    /// <summary>The made grid.</summary>
    /// <param name="error">Solver, process and spectrum.</param>
    /// <param name="steps">Steps, at least 2: one step has nothing to choose.</param>
    /// <param name="range">The times that the model knows; all where null.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <param name="cancellation">Stops the search between two rounds.</param>
    public static TimeGrid Make(
        GridError error, int steps, TimeRange? range = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        TimeGrid? best = null;
        range ??= TimeRange.Whole;
        IReadOnlyList<TimeGrid> usual = Usual(error.Process, steps, range);
        for (int start = 0; start < usual.Count; start++)
        {
            double[] logs = LogSteps(error.Process, usual[start]);
            for (int round = 0; round < Rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report((start + ((double)round / Rounds)) / usual.Count);
                if (!Improve(error, logs, range))
                {
                    break;
                }
            }

            TimeGrid made = Grid(error.Process, logs, range);
            best = best is null || error.OfPath(made) < error.OfPath(best) ? made : best;
        }

        return best!;
    }

    // One round: the step of least squares, damped until it improves; false where none does by a part in 10⁵.
    private static bool Improve(GridError error, double[] logs, TimeRange range)
    {
        const double Nudge = 1e-6;
        Vector<double> residuals = Residuals(error, logs, range);
        var slopes = Matrix<double>.Build.Dense(residuals.Count, logs.Length);
        for (int i = 0; i < logs.Length; i++)
        {
            double[] nudged = [.. logs];
            nudged[i] += Nudge;
            slopes.SetColumn(i, (Residuals(error, nudged, range) - residuals) / Nudge);
        }

        Matrix<double> normal = slopes.TransposeThisAndMultiply(slopes);
        Vector<double> gradient = slopes.TransposeThisAndMultiply(residuals);
        double now = residuals.L2Norm();
        double size = normal.Diagonal().Maximum();
        if (!(now > 0 && size > 0))
        {
            return false;
        }

        for (double damping = 1e-8; damping < 1e4; damping *= 10)
        {
            Matrix<double> damped = normal + (size * damping * Matrix<double>.Build.DenseIdentity(logs.Length));
            Vector<double> move = damped.Cholesky().Solve(gradient);
            double[] moved = [.. logs.Select((log, i) => Math.Clamp(log - move[i], Math.Log(ShortestStep), Math.Log(LongestStep)))];
            double then = Residuals(error, moved, range).L2Norm();
            if (then < now)
            {
                moved.CopyTo(logs, 0);
                return then < now * (1 - 1e-5);
            }
        }

        return false;
    }

    private static Vector<double> Residuals(GridError error, double[] logs, TimeRange range) =>
        Vector<double>.Build.DenseOfArray(error.OfSteps(Grid(error.Process, logs, range)));

    private static double[] LogSteps(IDiffusionProcess process, TimeGrid grid)
    {
        var logs = new double[grid.Steps - 1];
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = Math.Log(Math.Max(ShortestStep, process.At(grid.Times[i + 1]).Lambda - Start(process.At(grid.Times[i]))));
        }

        return logs;
    }

    // A first step from λ = −∞ counts from where the rules in λ begin.
    private static double Start(NoiseLevel level) => level.IsPureNoise ? -Math.Log(Grids.HighestRatio) : level.Lambda;

    private static TimeGrid Grid(IDiffusionProcess process, double[] logs, TimeRange range)
    {
        NoiseLevel start = process.At(range.Maximum);
        double last = process.At(Math.Max(LastTime, range.Minimum)).Lambda;
        double length = logs.Sum(Math.Exp);

        // Steps that would end below the last time are shortened alike.
        double scale = Math.Min(1, (last - Start(start)) / length);
        var times = new double[logs.Length + 2];
        times[0] = range.Maximum;
        double lambda = Start(start);
        for (int i = 0; i < logs.Length; i++)
        {
            lambda += scale * Math.Exp(logs[i]);
            times[i + 1] = Math.Max(range.Minimum, process.AtLambda(lambda).Time);
        }

        times[^1] = 0;
        return new TimeGrid("made", times);
    }
}
