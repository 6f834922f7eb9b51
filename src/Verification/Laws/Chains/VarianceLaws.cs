using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.Laws.Solvers;

namespace ScoreSde.Verification.Laws.Chains;

/// <summary>The reverse variances of a mean that is as it is: right or wrong.</summary>
internal static class VarianceLaws
{
    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, (double From, double Share) Step, double Variance, double Slope)>
        {
            Name = "residual-variance-is-best",
            Statement = "For any affine ε_θ(x) = a x + b the variance β̃ + c² E‖ε − ε_θ‖²/d of N(0.7, v) is E(x_to − μ_θ)², so that E KL(true step ‖ N(μ_θ, R)) is least there, and greater by ½ (C/R − 1 − ln(C/R)) elsewhere.",
            Source = "Bao et al. 2022b, thm. 1; the joint Gaussian of x_from and x_to",
            Subject = Subject.Solver,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Draw.Of(Reals.Between(0.05, 1), Reals.Between(0.1, 0.95)), Reals.LogBetween(0.05, 4), Reals.Between(-1.5, 1.5))),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var step = new GridStep(0, 2, process.At(draw.Step.From), process.At(draw.Step.From * draw.Step.Share), 0);
                var data = new NormalLaw(0.7, draw.Variance);
                (NormalLaw before, NormalLaw after) = (data.At(step.From), data.At(step.To));
                (double slope, double shift) = (draw.Slope / Math.Sqrt(before.Variance), 0.3);

                // μ_θ = k x + o, as the method's own step has it; Cov(x_to, x_from) = (α_from/α_to) Var(x_to).
                var taken = context.Parts.Residual(new AffineResidual(data, slope, shift));
                StepCoefficients map = Step.Of(context, new Ancestral(taken), process, step.From.Time, step.To.Time);
                double k = map.OnState - (map.OnScore * slope / step.From.Deviation);
                double o = -map.OnScore * shift / step.From.Deviation;
                double off = (k * before.Mean) + o - after.Mean;
                double gap = 1 - (k * step.TransitionScale);
                double noise = k * k * step.TransitionVariance;
                double best = (gap * gap * after.Variance) + noise + (off * off);

                double Divergence(double variance) => 0.5 * ((best / variance) + Math.Log(variance));
                double size = after.Variance + (k * k * before.Variance) + (after.Mean * after.Mean) + (o * o);
                double found = map.NoiseVariance;
                return
                [
                    Measurement.Absolute("E(x_to − μ_θ)²", best, found, (1e-10 * best) + (1e-13 * size)),
                    Measurement.AtLeast("KL with 1.01 R less KL with R", 0, Divergence(1.01 * found) - Divergence(found)),
                    Measurement.AtLeast("KL with R/1.01 less KL with R", 0, Divergence(found / 1.01) - Divergence(found)),
                ];
            },
        },
    ];

    /// <summary>E(ε − a x − b)² of Gaussian data: ε given x has mean σ (x − α m)/v and variance α² v₀/v.</summary>
    private sealed class AffineResidual(NormalLaw data, double slope, double shift) : INoiseMoment
    {
        public double At(NoiseLevel level)
        {
            NormalLaw law = data.At(level);
            double mean = (slope * law.Mean) + shift;
            return (slope * slope * law.Variance) + (mean * mean);
        }

        public double ResidualAt(NoiseLevel level)
        {
            NormalLaw law = data.At(level);
            double wrong = (level.Deviation / law.Variance) - slope;
            double mean = (slope * law.Mean) + shift;
            return (level.MeanScale * level.MeanScale * data.Variance / law.Variance) + (wrong * wrong * law.Variance) + (mean * mean);
        }
    }
}
