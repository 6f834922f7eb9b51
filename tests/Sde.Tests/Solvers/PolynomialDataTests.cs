using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.Special;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.References;

namespace ScoreSde.Tests.Solvers;

/// <summary>
/// Methods that lay a polynomial in λ through x̂₀ integrate it exactly, so they are exact where x̂₀ = λ^q. Orders alone do not see a
/// weight that is wrong in its last term.
/// </summary>
public sealed class PolynomialDataTests
{
    // Uneven steps, none so long for its history that a level is left out.
    private static readonly double[] Times = [0.95, 0.932, 0.912, 0.89, 0.871, 0.85, 0.83, 0.812];

    [Fact]
    public void A_multistep_method_with_exact_weights_is_exact_for_a_polynomial_of_its_degree_once_it_has_its_history()
    {
        (ISolver Solver, int Degree)[] methods =
        [
            (new DpmSolverPlusPlus2M(SecondOrderTerm.Heun), 1), (new DpmSolverPlusPlus3M(), 2), (new UniPc(3, Corrects: false), 2),
        ];
        Law.Holds(RandomProcesses.Any, process =>
        {
            foreach ((ISolver solver, int degree) in methods)
            {
                double[] states = States(solver, process, degree);
                for (int k = degree; k + 1 < Times.Length; k++)
                {
                    AssertNear(Exact(process, degree, k, states[k]), states[k + 1], process, solver);
                }
            }
        });
    }

    [Fact]
    public void A_predictor_of_unipc_takes_all_the_values_that_there_are_from_the_first_step_on()
    {
        Law.Holds(RandomProcesses.Any, static process =>
        {
            for (int p = 1; p <= 3; p++)
            {
                var solver = new UniPc(p, Corrects: false);
                for (int degree = 0; degree < p; degree++)
                {
                    double[] states = States(solver, process, degree);

                    // Two values are taken by the midpoint of the basis, which is exact for a constant alone.
                    for (int k = degree; k + 1 < Times.Length; k++)
                    {
                        if (degree == 0 || (Math.Min(k + 1, p) > 2))
                        {
                            AssertNear(Exact(process, degree, k, states[k]), states[k + 1], process, solver);
                        }
                    }
                }
            }
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_second_step_takes_a_line_in_the_middle_of_the_step_and_the_first_its_start(double rate)
    {
        Law.Holds(RandomProcesses.Any, process =>
        {
            ISolver[] solvers = rate == 0
                ? [new DpmSolverPlusPlus2M(), new DpmSolverPlusPlus3M(), new DpmSolverPlusPlus3M(Damped: true), new SdeDpmSolverPlusPlus(2, 0), new SdeDpmSolverPlusPlus(3, 0)]
                : [new SdeDpmSolverPlusPlus(2, rate), new SdeDpmSolverPlusPlus(3, rate), .. rate == 1 ? [new DiffusersSdeDpmSolver3()] : Array.Empty<ISolver>()];
            foreach (ISolver solver in solvers)
            {
                double[] states = States(solver, process, 1);
                for (int k = 0; k < 2; k++)
                {
                    GridStep step = Step(process, k);
                    double taken = step.From.Lambda + (k * step.LambdaLength / 2);
                    double onData = -step.To.MeanScale * Exponentials.Expm1(-(1 + rate) * step.LambdaLength);
                    AssertNear((OnState(step, rate) * states[k]) + (onData * taken), states[k + 1], process, solver);
                }
            }
        });
    }

    [Fact]
    public void A_corrector_through_p_levels_and_the_end_of_its_step_is_exact_for_degree_p()
    {
        Law.Holds(RandomProcesses.Any, static process =>
        {
            foreach (int p in new[] { 2, 3 })
            {
                double[] corrected = Corrected(process, p, UniPcBasis.Exponential, degree: p);
                for (int k = p; k + 1 < corrected.Length; k++)
                {
                    AssertNear(Exact(process, p, k, corrected[k]), corrected[k + 1], process, new UniPc(p));
                }
            }
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_stochastic_predictor_is_exact_in_the_mean_for_the_degrees_of_its_history_from_the_first_step_on(double rate)
    {
        Law.Holds(RandomProcesses.Any, process =>
        {
            for (int levels = 1; levels <= 3; levels++)
            {
                var solver = new SaSolver(levels, rate, Corrects: false);
                for (int degree = 0; degree < levels; degree++)
                {
                    double[] states = States(solver, process, degree);
                    for (int k = degree; k + 1 < Times.Length; k++)
                    {
                        AssertNear(Exact(process, degree, k, states[k], rate), states[k + 1], process, solver);
                    }
                }
            }

            double[] third = States(new SdeDpmSolverPlusPlus(3, rate), process, 2);
            for (int k = 2; k + 1 < Times.Length; k++)
            {
                AssertNear(Exact(process, 2, k, third[k], rate), third[k + 1], process, new SdeDpmSolverPlusPlus(3, rate));
            }
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_stochastic_corrector_is_exact_in_the_mean_for_one_degree_more(double rate)
    {
        Law.Holds(RandomProcesses.Any, process =>
        {
            for (int levels = 1; levels <= 3; levels++)
            {
                for (int degree = 0; degree <= levels; degree++)
                {
                    double[] corrected = Corrected(process, new SaSolver(levels, rate), new SaSolver(levels, rate, Corrects: false), degree, rate);

                    // A step with n levels before it is corrected through n + 1 values.
                    for (int k = Math.Max(0, degree - 1); k + 1 < corrected.Length; k++)
                    {
                        AssertNear(Exact(process, degree, k, corrected[k], rate), corrected[k + 1], process, new SaSolver(levels, rate));
                    }
                }
            }
        });
    }

    // Of ∫ τ², which is 2 H φ₃(−H), k-diffusion leaves one half away, and diffusers that and 1.
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void The_published_3m_miss_half_of_the_curvature_or_1_more_and_no_slope(bool isOfDiffusers, double more)
    {
        Law.Holds(RandomProcesses.Any, process =>
        {
            ISolver solver = isOfDiffusers ? new DiffusersSdeDpmSolver3() : new KDiffusionSdeDpmSolver3();
            double[] line = States(solver, process, 1);
            double[] parabola = States(solver, process, 2);
            for (int k = isOfDiffusers ? 2 : 1; k + 1 < Times.Length; k++)
            {
                AssertNear(Exact(process, 1, k, line[k], 1), line[k + 1], process, solver);
                if (k >= 2)
                {
                    GridStep step = Step(process, k);
                    double h = step.LambdaLength;
                    double missing = step.To.MeanScale * ((2 * h * PhiFunctions.Phi3(-2 * h)) + more) * h * h;
                    AssertNear(Exact(process, 2, k, parabola[k], 1) - missing, parabola[k + 1], process, solver);
                }
            }
        });
    }

    [Fact]
    public void Ipndm_weighs_a_polynomial_in_the_index_of_the_step_as_its_integral_over_the_step()
    {
        // Adams–Bashforth on equal steps: ∫ from n to n + 1 of u^q for every q below the number of values that are known, from the first step on.
        Law.Holds(RandomProcesses.Any, static process =>
        {
            for (int q = 0; q <= 3; q++)
            {
                double[] states = States(new ImprovedPndm(), process, new PowerOfIndex(q, Times));
                for (int n = q; n + 1 < Times.Length; n++)
                {
                    GridStep step = Step(process, n);
                    double integral = (Math.Pow(n + 1, q + 1) - Math.Pow(n, q + 1)) / (q + 1);
                    double expected = (step.MeanScaleRatio * states[n]) + (step.FlowEpsilonFactor * integral);
                    Near.Absolute(expected, states[n + 1], 1e-11 * (Math.Abs(states[n]) + (Math.Abs(step.FlowEpsilonFactor) * 500)), $"n = {n}, q = {q}");
                }
            }
        });
    }

    [Fact]
    public void The_corrector_through_one_level_takes_half_of_its_basis_of_the_change_of_x0()
    {
        Law.Holds(RandomProcesses.Any, static process =>
        {
            foreach (UniPcBasis basis in new[] { UniPcBasis.Exponential, UniPcBasis.Length })
            {
                double[] corrected = Corrected(process, 1, basis, degree: 1);
                for (int k = 0; k + 1 < corrected.Length; k++)
                {
                    GridStep step = Step(process, k);
                    double b = basis == UniPcBasis.Exponential ? step.FlowDataFactor : step.To.MeanScale * step.LambdaLength;
                    double held = (step.DeviationRatio * corrected[k]) + (step.FlowDataFactor * step.From.Lambda);
                    AssertNear(held + (b / 2 * step.LambdaLength), corrected[k + 1], process, new UniPc(1, basis));
                }
            }
        });
    }

    // x̂₀ does not depend on x here, so the predictor adds the same to a state, corrected or not: what the corrector made of a state
    // is seen in the next one.
    private static double[] Corrected(IDiffusionProcess process, int p, UniPcBasis basis, int degree) =>
        Corrected(process, new UniPc(p, basis), new UniPc(p, basis, Corrects: false), degree, 0);

    private static double[] Corrected(IDiffusionProcess process, ISolver correcting, ISolver predicting, int degree, double rate)
    {
        double[] with = States(correcting, process, degree);
        double[] without = States(predicting, process, degree);
        return [.. Enumerable.Range(0, Times.Length - 1).Select(k =>
            without[k] + ((with[k + 1] - without[k + 1]) / OnState(Step(process, k), rate)))];
    }

    private static double OnState(GridStep step, double rate) => step.DeviationRatio * Math.Exp(-rate * step.LambdaLength);

    // The mean of x_t = (σ_t/σ_s) e^(−rh) x_s + σ_t e^(−rλ_t) ∫ c e^(cλ) λ^q dλ, c = 1 + r, by parts: c ∫ e^(cλ) λ^q = e^(cλ) P_q with P_q = λ^q − (q/c) P_(q−1).
    private static double Exact(IDiffusionProcess process, int degree, int k, double x, double rate = 0)
    {
        GridStep step = Step(process, k);
        double Primitive(NoiseLevel level)
        {
            double sum = 1;
            for (int q = 1; q <= degree; q++)
            {
                sum = Math.Pow(level.Lambda, q) - (q / (1 + rate) * sum);
            }

            return level.MeanScale * sum;
        }

        return (OnState(step, rate) * (x - Primitive(step.From))) + Primitive(step.To);
    }

    private static GridStep Step(IDiffusionProcess process, int k) =>
        new(k, Times.Length - 1, process.At(Times[k]), process.At(Times[k + 1]), 0);

    private static double[] States(ISolver solver, IDiffusionProcess process, int degree) => States(solver, process, new PowerOfLambda(degree));

    private static double[] States(ISolver solver, IDiffusionProcess process, IScoreFunction<Tile<double>> score)
    {
        var space = new SilentSpace(new TileSpace<double>(1, 1));
        Tile<double> x = space.Allocate();
        x.Values[0] = 0.3;
        var states = new List<double> { 0.3 };
        var problem = new Problem<Tile<double>>(process, score, space);
        GridWalk.Run(solver, problem, new TimeGrid("uneven", Times), x, afterStep: _ => states.Add(x.Values[0]));
        return [.. states];
    }

    // Weights are quotients of differences of λ, which lie between a half and twice of each other here.
    private static void AssertNear(double expected, double actual, IDiffusionProcess process, ISolver solver) => Near.Absolute(
        expected, actual, 1e-9 * (1 + Math.Pow(Math.Abs(process.At(Times[0]).Lambda), 3)), solver.Facts.Name);

    private sealed class PowerOfLambda(int degree) : IScoreFunction<Tile<double>>
    {
        public int Dimension => 1;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) =>
            epsilon.Values[0] = (x.Values[0] - (level.MeanScale * Math.Pow(level.Lambda, degree))) / level.Deviation;
    }

    private sealed class PowerOfIndex(int degree, double[] times) : IScoreFunction<Tile<double>>
    {
        public int Dimension => 1;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => epsilon.Values[0] = Math.Pow(Array.IndexOf(times, level.Time), degree);
    }
}
