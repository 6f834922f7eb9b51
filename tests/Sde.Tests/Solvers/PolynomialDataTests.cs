using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

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
    private static double[] Corrected(IDiffusionProcess process, int p, UniPcBasis basis, int degree)
    {
        double[] with = States(new UniPc(p, basis), process, degree);
        double[] without = States(new UniPc(p, basis, Corrects: false), process, degree);
        return [.. Enumerable.Range(0, Times.Length - 1).Select(k =>
            without[k] + ((with[k + 1] - without[k + 1]) / Step(process, k).DeviationRatio))];
    }

    // x_t = (σ_t/σ_s) x_s + σ_t ∫ e^λ λ^q dλ, by parts: ∫ e^λ λ^q = e^λ P_q with P_q = λ^q − q P_(q−1).
    private static double Exact(IDiffusionProcess process, int degree, int k, double x)
    {
        GridStep step = Step(process, k);
        double Primitive(NoiseLevel level)
        {
            double sum = 1;
            for (int q = 1; q <= degree; q++)
            {
                sum = Math.Pow(level.Lambda, q) - (q * sum);
            }

            return level.MeanScale * sum;
        }

        return (step.DeviationRatio * (x - Primitive(step.From))) + Primitive(step.To);
    }

    private static GridStep Step(IDiffusionProcess process, int k) =>
        new(k, Times.Length - 1, process.At(Times[k]), process.At(Times[k + 1]), 0);

    private static double[] States(ISolver solver, IDiffusionProcess process, int degree)
    {
        var space = new TileSpace<double>(1, 1);
        Tile<double> x = space.Allocate();
        x.Values[0] = 0.3;
        var states = new List<double> { 0.3 };
        var problem = new Problem<Tile<double>>(process, new PowerOfLambda(degree), space);
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
}
