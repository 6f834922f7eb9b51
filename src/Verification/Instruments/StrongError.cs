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
/// E|x − X|² = (A − Φ)² v_s + (mean difference)² + Σ_i [(c_i − k_i)² + ∫κ² − k_i²] with k_i = Cov(X, z_i) = ∫κ w/√∫w². The last
/// two terms are what a method can never know of the path from one z a step; they are taken as ∫(κ − (k_i/√∫w²) w)², which does not cancel.
/// </remarks>
public static class StrongError
{
    private const int QuadratureOrder = 12;

    /// <summary>The error at the grid's end for the reverse SDE with noise rate <paramref name="noiseRate"/>.</summary>
    /// <exception cref="NotSupportedException">The method draws other noise than one <see cref="NoisePurpose.Step"/> block a step.</exception>
    public static double Measure(
        ISolver solver, IDiffusionProcess process, NormalLaw data, TimeGrid grid, BrownianClock clock, double noiseRate = 1)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(clock);
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
            used += map.Noise.TryGetValue(new NoiseKey(0, (uint)i, NoisePurpose.Step), out double weight) ? 1 : 0;
            (double covariance, double unseen) = Couple(exact, clock, to, grid.Times[i + 1], grid.Times[i]);
            sum += ((weight - covariance) * (weight - covariance)) + unseen;
        }

        return used == map.Noise.Count
            ? Math.Sqrt(sum)
            : throw new NotSupportedException("The method draws noise that is no increment of one Brownian path, so it has no strong error.");
    }

    private static (double Covariance, double Unseen) Couple(
        ReverseSolution exact, BrownianClock clock, NoiseLevel to, double a, double b)
    {
        var rule = new GaussLegendreRule(a, b, QuadratureOrder);
        double weightSquared = 0;
        double product = 0;
        Span<double> kernel = stackalloc double[QuadratureOrder];
        Span<double> weight = stackalloc double[QuadratureOrder];
        for (int k = 0; k < rule.Order; k++)
        {
            double time = rule.GetAbscissa(k);
            kernel[k] = exact.NoiseKernel(to, time);
            weight[k] = clock.Weight(exact.Reverse.Forward, time);
            weightSquared += rule.GetWeight(k) * weight[k] * weight[k];
            product += rule.GetWeight(k) * kernel[k] * weight[k];
        }

        double unseen = 0;
        for (int k = 0; k < rule.Order; k++)
        {
            double rest = kernel[k] - (product / weightSquared * weight[k]);
            unseen += rule.GetWeight(k) * rest * rest;
        }

        return (product / Math.Sqrt(weightSquared), unseen);
    }
}
