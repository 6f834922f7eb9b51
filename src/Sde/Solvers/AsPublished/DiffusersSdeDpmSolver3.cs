using ScoreSde.Noise;
using ScoreSde.Special;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// SDE-DPM-Solver++ of order 3 as in diffusers (DPMSolverMultistepScheduler, <c>sde-dpmsolver++</c>, solver_order 3): the curvature is multiplied by
/// (1 − e^(−2h) − 2h)/(2h)² − ½ where the integral is (…) + ½.
/// </summary>
/// <remarks>
/// The factor is off by 1, so D₂, which falls as h², adds an error of h² a step: weak order 1, below that of the method of two levels.
/// <see cref="SdeDpmSolverPlusPlus"/> with three levels has the integral, and the 2 that D₂ needs as half a second derivative.
/// </remarks>
public sealed record DiffusersSdeDpmSolver3 : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new(
        "published-diffusers-sde-3m", "SDE-DPM-Solver++ 3M with −½ for +½ (diffusers)", 1, 0, 1, 1, "diffusers 2024, scheduling_dpmsolver_multistep.py");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly PredictionHistory<TState> data = new(problem.Space, 3);

        public void Step(TState x, in GridStep step)
        {
            DataPrediction.Write(problem, x, step.From, data.Push(in step));
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.To.MeanScale, data[0]));
                return;
            }

            var exact = new SdeStep(step.From, step.To, 1);
            if (data.Count == 1)
            {
                problem.Space.Combine(x, (exact.OnState, x), (exact.OnData, data[0]));
            }
            else
            {
                double r0 = -data.Node(1, in step);
                (double newest, double older, double oldest) = data.Count == 2
                    ? (exact.OnData / (2 * r0), -exact.OnData / (2 * r0), 0)
                    : Weights(in step, r0);
                problem.Space.Combine(
                    x, (exact.OnState, x), (exact.OnData + newest, data[0]), (older, data[1]), (oldest, data[data.Count - 1]));
            }

            problem.Space.AddNormal(x, exact.Deviation, step.Noise(NoisePurpose.Step));
        }

        private (double Newest, double Older, double Oldest) Weights(in GridStep step, double r0)
        {
            double h = 2 * step.LambdaLength;
            double r1 = -data.Node(2, in step) - r0;
            double slope = step.To.MeanScale * h * PhiFunctions.Phi2(-h);
            double curvature = step.To.MeanScale * ((h * PhiFunctions.Phi3(-h)) - 1);
            double second = ((slope * r0) + curvature) / (r0 + r1);
            double newest = (slope + second) / r0;
            double oldest = second / r1;
            return (newest, -newest - oldest, oldest);
        }
    }
}
