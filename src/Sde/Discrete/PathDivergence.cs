using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Discrete;

/// <summary>
/// KL(true reverse path ‖ ancestral path) in nats a sample, over all steps of a grid but one to t = 0 and one from α = 0, where the model's steps draw no noise. The means
/// agree (Tweedie), so each step i counts by its variances: with the true covariance's eigenvalues C_ik and the model's R_i,
/// ½ Σ_k (C_ik/R_i − 1 − ln(C_ik/R_i)).
/// </summary>
/// <remarks>Bao et al. 2022 (Analytic-DPM), app. A; the true step is that of the exact chain, Ho et al. 2020, eq. (5).</remarks>
public static class PathDivergence
{
    /// <summary>For Gaussian data, exact: the true step has covariance V/a² (1 − V m_k/σ²), m_k = σ²/(α² v_k + σ²).</summary>
    /// <param name="process">The process.</param>
    /// <param name="grid">The times.</param>
    /// <param name="data">The data.</param>
    /// <param name="variance">The reverse variance R.</param>
    public static double OfGaussian(IDiffusionProcess process, TimeGrid grid, Gaussian data, IReverseVariance variance)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(variance);
        ArgumentNullException.ThrowIfNull(data);
        double sum = 0;
        foreach (GridStep step in Steps(process, grid))
        {
            double v = step.TransitionVariance;
            double a = step.TransitionScale;
            double reverse = variance.At(in step);
            double signal = step.From.MeanScale * step.From.MeanScale;
            foreach (double eigenvalue in data.Eigenvalues)
            {
                // V/a² (1 − V/v_t) as V (α_to² v_k + σ_to²)/v_t, which does not cancel.
                double before = (step.To.MeanScale * step.To.MeanScale * eigenvalue) + step.To.Variance;
                double truth = v * before / ((signal * eigenvalue) + step.From.Variance);
                sum += Divergence(truth / reverse);
            }
        }

        return sum;
    }

    /// <summary>
    /// For any data and any ε_θ: how much more than with the best isotropic variance C_i, the <see cref="ResidualVariance"/> of the moment. The mean square of
    /// x_to − μ_θ enters by its trace alone: d/2 Σ_i (C_i/R_i − 1 − ln(C_i/R_i)), exact where the moment is.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="grid">The times.</param>
    /// <param name="moment">E‖ε − ε_θ‖²/d at each level, exact or estimated.</param>
    /// <param name="dimension">d.</param>
    /// <param name="variance">The reverse variance R.</param>
    public static double OverOptimal(IDiffusionProcess process, TimeGrid grid, INoiseMoment moment, int dimension, IReverseVariance variance)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(moment);
        ArgumentNullException.ThrowIfNull(variance);
        var optimal = new ResidualVariance(moment);
        double sum = 0;
        foreach (GridStep step in Steps(process, grid))
        {
            sum += dimension * Divergence(optimal.At(in step) / variance.At(in step));
        }

        return sum;
    }

    // ½ (q − 1 − ln q) ≥ 0.
    private static double Divergence(double ratio) => 0.5 * (ratio - 1 - Special.Exponentials.Log1p(ratio - 1));

    private static IEnumerable<GridStep> Steps(IDiffusionProcess process, TimeGrid grid)
    {
        for (int i = 0; i < grid.Steps; i++)
        {
            NoiseLevel to = process.At(grid.Times[i + 1]);
            NoiseLevel from = process.At(grid.Times[i]);
            if (!to.IsClean && !from.IsPureNoise)
            {
                yield return new GridStep(i, grid.Steps, from, to, 0);
            }
        }
    }
}
