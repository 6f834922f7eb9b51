using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>
/// The coefficients of one step in powers of β_i, on a schedule of constant rate, where β_i is the only small number: how the three
/// stochastic first-order methods differ from each other, with the constants of theory.
/// </summary>
public sealed class StepExpansionTests
{
    private const double Rate = 4;
    private const double Time = 0.5;

    private static readonly IDiffusionProcess Process = new VariancePreserving(new LinearSchedule(Rate, Rate));

    [Fact]
    public void Euler_maruyama_is_one_plus_half_b_of_x_and_b_of_the_score_with_b_the_rate_times_the_length()
    {
        (StepCoefficients step, _) = At(new EulerMaruyama(), 0.01);
        const double B = Rate * 0.01;
        Near.Relative(1 + (B / 2), step.OnState, 1e-14);
        Near.Relative(B, step.OnScore, 1e-13);
        Near.Relative(B, step.NoiseVariance, 1e-13);
        (StepCoefficients flow, _) = At(new EulerMaruyama(NoiseRate: 0), 0.01);
        Near.Relative(1 + (B / 2), flow.OnState, 1e-14);
        Near.Relative(B / 2, flow.OnScore, 1e-13);
        Assert.Equal(0, flow.NoiseVariance);
        (StepCoefficients half, _) = At(new EulerMaruyama(NoiseRate: 0.5), 0.01);
        Near.Relative(0.75 * B, half.OnScore, 1e-13);
        Near.Relative(0.5 * B, half.NoiseVariance, 1e-13);
    }

    [Fact]
    public void Euler_maruyama_takes_all_its_rates_at_the_start_of_the_step()
    {
        Law.Holds(RandomProcesses.Any, Reals.Between(0.1, 1), Reals.Between(0.5, 0.95), Reals.Between(0, 2), static (process, s, share, rate) =>
        {
            double delta = s - (s * share);
            StepCoefficients step = StepCoefficients.Of(new EulerMaruyama(rate), process, s, s * share);
            double squared = process.DiffusionSquared(s) * delta;
            Near.Relative(1 - (process.DriftRate(s) * delta), step.OnState, 1e-14);
            Near.Relative(0.5 * (1 + rate) * squared, step.OnScore, 1e-13);
            Near.Relative(rate * squared, step.NoiseVariance, 1e-13);
        });
    }

    [Fact]
    public void Stochastic_first_order_methods_use_the_exact_transition_of_their_process()
    {
        Law.Holds(RandomProcesses.Any, Reals.Between(0.1, 1), Reals.Between(0.2, 0.9), static (process, s, share) =>
        {
            NoiseLevel from = process.At(s);
            NoiseLevel to = process.At(s * share);
            double a = from.MeanScale / to.MeanScale;
            double v = from.Variance - (a * a * to.Variance);
            double roundings = 1e-14 * from.Variance * (1 + Math.Abs(to.Lambda)) / v;
            StepCoefficients ancestral = StepCoefficients.Of(new Ancestral(new PosteriorVariance()), process, s, s * share);
            Near.Relative(1 / a, ancestral.OnState, 1e-13);
            Near.Relative(v / a, ancestral.OnScore, roundings);
            Near.Relative(v * to.Variance / from.Variance, ancestral.NoiseVariance, roundings);
            StepCoefficients diffusion = StepCoefficients.Of(new ReverseDiffusion(), process, s, s * share);
            Near.Relative(2 - a, diffusion.OnState, 1e-13);
            Near.Relative(v, diffusion.OnScore, roundings);
            Near.Relative(v, diffusion.NoiseVariance, roundings);
        });
    }

    [Fact]
    public void The_annealed_corrector_is_its_printed_step()
    {
        // x + η s + √(2η) z with η = 2 a (r σ)², a = (α_from/α_to)².
        Law.Holds(RandomProcesses.Any, Reals.Between(0.1, 1), Reals.Between(0.2, 0.9), Reals.LogBetween(0.01, 0.5), static (process, s, share, r) =>
        {
            var solver = new PredictorCorrector(new IdlePredictor(), new AnnealedLangevin(r));
            NoiseLevel from = process.At(s);
            double a = Math.Exp(2 * (from.LogMeanScale - process.At(s * share).LogMeanScale));
            double eta = 2 * a * r * r * from.Variance;
            StepCoefficients step = StepCoefficients.Of(solver, process, s, s * share);
            Near.Relative(1, step.OnState, 1e-15);
            Near.Relative(eta, step.OnScore, 1e-13);
            Near.Relative(2 * eta, step.NoiseVariance, 1e-13);
        });
    }

    [Fact]
    public void Ancestral_and_reverse_diffusion_are_the_printed_formulas()
    {
        (StepCoefficients ancestral, double beta) = At(new Ancestral(new ForwardVariance()), 0.02);
        Near.Relative(1 / Math.Sqrt(1 - beta), ancestral.OnState, 1e-14);
        Near.Relative(beta / Math.Sqrt(1 - beta), ancestral.OnScore, 1e-13);
        Near.Relative(beta, ancestral.NoiseVariance, 1e-13);
        (StepCoefficients diffusion, _) = At(new ReverseDiffusion(), 0.02);
        Near.Relative(2 - Math.Sqrt(1 - beta), diffusion.OnState, 1e-14);
        Near.Relative(beta, diffusion.OnScore, 1e-13);
        Near.Relative(beta, diffusion.NoiseVariance, 1e-13);
    }

    [Fact]
    public void Ancestral_less_reverse_euler_is_three_eighths_beta_squared_x_plus_half_beta_squared_score()
    {
        (double x, double score) = Limit(
            new Ancestral(new ForwardVariance()), static (beta, step) => (step.OnState - 1 - (beta / 2), step.OnScore - beta));
        Near.Absolute(3.0 / 8, x, 1e-5);
        Near.Absolute(1.0 / 2, score, 1e-5);
    }

    [Fact]
    public void Reverse_diffusion_less_reverse_euler_is_an_eighth_of_beta_squared_x()
    {
        (double x, double score) = Limit(
            new ReverseDiffusion(), static (beta, step) => (step.OnState - 1 - (beta / 2), step.OnScore - beta));
        Near.Absolute(1.0 / 8, x, 1e-5);
        Near.Absolute(0, score, 1e-5);
    }

    [Fact]
    public void Reverse_diffusion_less_ancestral_is_minus_a_quarter_beta_squared_x_less_half_beta_squared_score()
    {
        (double x, double score) = Limit(new ReverseDiffusion(), static (beta, step) =>
        {
            (StepCoefficients ancestral, _) = At(new Ancestral(new ForwardVariance()), -Math.Log(1 - beta) / Rate);
            return (step.OnState - ancestral.OnState, step.OnScore - ancestral.OnScore);
        });
        Near.Absolute(-1.0 / 4, x, 1e-4);
        Near.Absolute(-1.0 / 2, score, 1e-4);
    }

    [Fact]
    public void The_scale_of_a_forward_step_is_one_less_half_beta_less_an_eighth_of_its_square()
    {
        var step = new GridStep(0, 1, Process.At(Time), Process.At(Time - 1e-3), 0);
        double beta = step.TransitionVariance;
        Near.Relative(-1.0 / 8, (step.TransitionScale - (1 - (beta / 2))) / (beta * beta), 0.003);
    }

    [Fact]
    public void A_ddim_step_and_an_euler_step_of_the_flow_differ_in_second_order()
    {
        double Difference(double length)
        {
            (StepCoefficients ddim, _) = At(new Ddim(), length);
            (StepCoefficients euler, _) = At(new EulerMaruyama(NoiseRate: 0), length);
            return ddim.OnState + ddim.OnScore - euler.OnState - euler.OnScore;
        }

        Near.Absolute(2, Math.Log2(Difference(2e-3) / Difference(1e-3)), 0.02);
    }

    private static (StepCoefficients Step, double Beta) At(ISolver solver, double length) =>
        (StepCoefficients.Of(solver, Process, Time, Time - length), -Math.Exp(-Rate * length) + 1);

    // The coefficient of β² by Richardson extrapolation over two halvings.
    private static (double X, double Score) Limit(ISolver solver, Func<double, StepCoefficients, (double X, double Score)> difference)
    {
        Span<(double X, double Score)> scaled = stackalloc (double, double)[3];
        for (int k = 0; k < 3; k++)
        {
            (StepCoefficients step, double beta) = At(solver, 4e-3 / (1 << k));
            (double x, double score) = difference(beta, step);
            scaled[k] = (x / (beta * beta), score / (beta * beta));
        }

        return (Extrapolate(scaled[0].X, scaled[1].X, scaled[2].X), Extrapolate(scaled[0].Score, scaled[1].Score, scaled[2].Score));

        static double Extrapolate(double a, double b, double c) => ((4 * ((2 * c) - b)) - ((2 * b) - a)) / 3;
    }
}
