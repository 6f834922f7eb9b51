using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// The evidence and the posterior mean of a number under the ancestral chain itself, in its few steps: its density is carried from level to level by the trapezoidal rule on
/// the line, p_s(x') = ∫ N(x'; μ(x), R) p_t(x) dx, and its last step ends on x̂₀.
/// </summary>
/// <param name="Evidence">p_N(y).</param>
/// <param name="Mean">E_N[x₀|y].</param>
internal sealed record LineChain(double Evidence, double Mean)
{
    // Densities beyond are below 1e-14, and the narrowest kernel is ten points wide.
    private const double Reach = 8;
    private const int Points = 401;

    /// <summary>The process whose schedule the chain is of.</summary>
    public static VariancePreserving Process { get; } = new(new LinearSchedule());

    /// <summary>Its times.</summary>
    public static TimeGrid Grid { get; } = new("five steps", 1, 0.7, 0.45, 0.25, 0.1, 0);

    /// <summary>What is measured: y = 1.5 x₀ + 0.8 n.</summary>
    public static Measurement Seen { get; } = new(new DenseOperator(new[,] { { 1.5 } }), [0.9], 0.8);

    /// <summary>Both, with variance β of the kernels.</summary>
    public static LineChain Of(IDiffusionProcess process, GaussianMixture data, Measurement y)
    {
        NoiseLevel[] levels = [.. Grid.Times.ToArray().Select(process.At)];
        double width = 2 * Reach / (Points - 1);
        double[] nodes = [.. Enumerable.Range(0, Points).Select(i => -Reach + (i * width))];
        double first = process.PriorDeviationAt(levels[0]);
        double[] density = [.. nodes.Select(x => Normal(x, first * first))];
        for (int k = 0; k + 1 < levels.Length; k++)
        {
            var step = new GridStep(k, levels.Length - 1, levels[k], levels[k + 1], 0);
            double[] ends = Means(data, nodes, in step);
            if (step.To.IsClean)
            {
                return At(ends, density, y, width);
            }

            double variance = new ForwardVariance().At(in step);
            var next = new double[Points];
            for (int i = 0; i < Points; i++)
            {
                for (int j = 0; j < Points; j++)
                {
                    next[j] += width * density[i] * Normal(nodes[j] - ends[i], variance);
                }
            }

            density = next;
        }

        throw new InvalidOperationException("the grid does not end at 0");
    }

    private static LineChain At(double[] clean, double[] density, Measurement y, double width)
    {
        (double sum, double first) = (0, 0);
        var residual = new double[1];
        for (int i = 0; i < clean.Length; i++)
        {
            y.Residual([clean[i]], residual);
            double weight = width * density[i] * Normal(residual[0], y.Deviation * y.Deviation);
            (sum, first) = (sum + weight, first + (weight * clean[i]));
        }

        return new(sum, first / sum);
    }

    // E[x_s|x_t] = (x + V ∇ ln p)/a
    private static double[] Means(GaussianMixture data, double[] nodes, in GridStep step)
    {
        var space = new TileSpace<double>(nodes.Length, 1);
        (Tile<double> x, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
        nodes.CopyTo(x.Values);
        data.Score<double>().Evaluate(x, step.From, epsilon);
        double a = step.From.MeanScale / step.To.MeanScale;
        double v = step.From.Variance - (a * a * step.To.Variance);
        double share = v / step.From.Deviation;
        return [.. nodes.Zip(epsilon.Values.ToArray(), (node, e) => (node - (share * e)) / a)];
    }

    private static double Normal(double x, double variance) => Math.Exp(-0.5 * x * x / variance) / Math.Sqrt(2 * Math.PI * variance);
}
