using MathNet.Numerics.Integration;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>
/// The strong error of a sampler that draws several noises a step, each a Wiener integral of the one path, on Gaussian data and without
/// sampling. As <see cref="StrongError"/>, with z_j = ∫ w_j dW/√∫ w_j², the w_j of a step orthogonal.
/// </summary>
internal static class PathError
{
    /// <summary>A noise of a step: its kernel, not normalised, and the times in which it is not 0.</summary>
    internal sealed record Part(double From, double To, Func<double, double> Weight)
    {
        public double At(double time) => time <= From && time >= To ? Weight(time) : 0;
    }

    /// <summary>W/√δ and √(12/δ) H: kernels 1 and ½ − u/δ, u the time since the step's start.</summary>
    public static Part[] IncrementAndArea(IDiffusionProcess process, double from, double to) =>
        [new(from, to, static _ => 1), new(from, to, time => 0.5 - ((from - time) / (from - to)))];

    /// <summary>Increments in the clock α²/σ² over the two halves of a step in λ.</summary>
    public static Part[] Halves(IDiffusionProcess process, double from, double to)
    {
        double middle = process.AtLambda((process.At(from).Lambda + process.At(to).Lambda) / 2).Time;
        double Weight(double time) => BrownianClock.SignalToNoise.Weight(process, time);
        return [new(from, middle, Weight), new(middle, to, Weight)];
    }

    public static double Measure(
        ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid, Func<IDiffusionProcess, double, double, Part[]> parts)
    {
        AffineMap map = ExactMoments.Map(solver, process, data, grid);
        NoiseLevel from = process.At(grid.Times[0]);
        NoiseLevel to = process.At(grid.Times[^1]);
        var exact = new ReverseSolution(new ReverseProcess(process, 1), data);
        (double slope, double shift, _) = exact.Transition(to, from);
        NormalLaw start = data.At(from);
        double mean = ((map.Slope - slope) * start.Mean) + map.Shift - shift;
        double sum = ((map.Slope - slope) * (map.Slope - slope) * start.Variance) + (mean * mean);
        int used = 0;
        for (int i = 0; i < grid.Steps; i++)
        {
            Part[] all = parts(process, grid.Times[i], grid.Times[i + 1]);
            double[] drawn = new double[all.Length];
            for (int j = 0; j < all.Length; j++)
            {
                var key = new NoiseKey(0, (uint)((i * all.Length) + j), NoisePurpose.Step);
                used += map.Noise.TryGetValue(key, out drawn[j]) ? 1 : 0;
            }

            sum += Step(exact, to, all, drawn);
        }

        Assert.Equal(map.Noise.Count, used);
        return Math.Sqrt(sum);
    }

    // Σ_j (c_j − k_j)² + ∫ (κ − Σ_j k_j w_j)², the w_j normalised.
    private static double Step(ReverseSolution exact, NoiseLevel to, Part[] parts, double[] drawn)
    {
        double[] ends = [.. parts.SelectMany(static part => new[] { part.From, part.To }).Distinct().OrderDescending()];
        (double Time, double Weight)[] points = [.. ends.Zip(ends.Skip(1)).SelectMany(static pair => Points(pair.Second, pair.First))];
        double[] kernel = [.. points.Select(point => exact.NoiseKernel(to, point.Time))];
        double[] rest = [.. kernel];
        double sum = 0;
        for (int j = 0; j < parts.Length; j++)
        {
            double norm = Math.Sqrt(points.Sum(point => point.Weight * parts[j].At(point.Time) * parts[j].At(point.Time)));
            double covariance = points.Select((point, i) => point.Weight * kernel[i] * parts[j].At(point.Time)).Sum() / norm;
            sum += (drawn[j] - covariance) * (drawn[j] - covariance);
            for (int i = 0; i < points.Length; i++)
            {
                rest[i] -= covariance * parts[j].At(points[i].Time) / norm;
            }
        }

        return sum + points.Select((point, i) => point.Weight * rest[i] * rest[i]).Sum();
    }

    private static IEnumerable<(double Time, double Weight)> Points(double low, double high)
    {
        var rule = new GaussLegendreRule(low, high, 10);
        return Enumerable.Range(0, rule.Order).Select(k => (rule.GetAbscissa(k), rule.GetWeight(k)));
    }
}
