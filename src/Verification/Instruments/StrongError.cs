using MathNet.Numerics.Integration;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// The strong error √E|x_end − X_end|² of a sampler against the exact solution X driven by the same Brownian path, on Gaussian
/// data, without sampling: both are linear in (x_start, W), so their joint covariance is a matter of quadrature.
/// </summary>
/// <remarks>
/// E|x − X|² = (A − Φ)² v_s + (mean difference)² + Σ_i [Σ_j (c_ij − k_ij)² + ∫κ² − Σ_j k_ij²] with k_ij = Cov(X, z_ij) = ∫κ w_j/√∫w_j²
/// for the noises z_ij of step i. The last terms are what a method can never know of the path from its noises; they are taken as
/// ∫(κ − Σ_j k_ij w_j/√∫w_j²)², which does not cancel.
/// </remarks>
public static class StrongError
{
    private const int QuadratureOrder = 12;

    /// <summary>The error at the grid's end for the reverse SDE with noise rate <paramref name="noiseRate"/>.</summary>
    /// <param name="solver">The method, stochastic.</param>
    /// <param name="process">The forward process.</param>
    /// <param name="data">N(m, v₀).</param>
    /// <param name="grid">Times down to one above 0.</param>
    /// <param name="noise">What the noises of a step are.</param>
    /// <param name="noiseRate">r of the reverse process that is solved exactly.</param>
    /// <exception cref="NotSupportedException">The method draws other noise than the blocks of a step that <paramref name="noise"/> explains.</exception>
    public static double Measure(
        ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid, PathNoise noise, double noiseRate = 1)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(noise);
        AffineMap map = ExactMoments.Map(solver, process, data, grid);
        NoiseLevel from = process.At(grid.Times[0]);
        NoiseLevel to = process.At(grid.Times[^1]);
        var exact = new ReverseSolution(new ReverseProcess(process, noiseRate), data);
        (double slope, double shift, _) = exact.Transition(to, from);
        NormalLaw start = data.At(from);
        double slopeError = map.Slope - slope;
        double meanError = (slopeError * start.Mean) + map.Shift - shift;
        double sum = (slopeError * slopeError * start.Variance) + (meanError * meanError);
        int used = 0;
        for (int i = 0; i < grid.Steps; i++)
        {
            IReadOnlyList<WienerIntegral> parts = noise.Of(process, grid.Times[i], grid.Times[i + 1]);
            double[] drawn = new double[parts.Count];
            for (int j = 0; j < drawn.Length; j++)
            {
                var key = new NoiseKey(0, (uint)((i * drawn.Length) + j), NoisePurpose.Step);
                used += map.Noise.TryGetValue(key, out drawn[j]) ? 1 : 0;
            }

            sum += OfStep(exact, to, parts, drawn);
        }

        return used == map.Noise.Count
            ? Math.Sqrt(sum)
            : throw new NotSupportedException("The method draws noise that is no known integral of one Brownian path, so it has no strong error.");
    }

    private static double OfStep(ReverseSolution exact, NoiseLevel to, IReadOnlyList<WienerIntegral> parts, double[] drawn)
    {
        (double Time, double Weight)[] points = Points(parts);
        double[] rest = Array.ConvertAll(points, point => exact.NoiseKernel(to, point.Time));
        double[] weight = new double[points.Length];
        double sum = 0;
        for (int j = 0; j < drawn.Length; j++)
        {
            // The weights are orthogonal, so what the others have taken of κ does not change its product with this one.
            double squared = 0;
            double product = 0;
            for (int k = 0; k < points.Length; k++)
            {
                weight[k] = parts[j].At(points[k].Time);
                squared += points[k].Weight * weight[k] * weight[k];
                product += points[k].Weight * rest[k] * weight[k];
            }

            double error = drawn[j] - (product / Math.Sqrt(squared));
            sum += error * error;
            for (int k = 0; k < points.Length; k++)
            {
                rest[k] -= product / squared * weight[k];
            }
        }

        for (int k = 0; k < points.Length; k++)
        {
            sum += points[k].Weight * rest[k] * rest[k];
        }

        return sum;
    }

    // A rule for each stretch in which all weights are smooth.
    private static (double Time, double Weight)[] Points(IReadOnlyList<WienerIntegral> parts)
    {
        double[] ends = [.. parts.SelectMany(static part => new[] { part.From, part.To }).Distinct().Order()];
        var points = new (double, double)[(ends.Length - 1) * QuadratureOrder];
        for (int stretch = 0; stretch < ends.Length - 1; stretch++)
        {
            var rule = new GaussLegendreRule(ends[stretch], ends[stretch + 1], QuadratureOrder);
            for (int k = 0; k < QuadratureOrder; k++)
            {
                points[(stretch * QuadratureOrder) + k] = (rule.GetAbscissa(k), rule.GetWeight(k));
            }
        }

        return points;
    }
}
