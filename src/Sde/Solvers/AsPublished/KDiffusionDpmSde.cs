using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// DPM-Solver++ SDE as in k-diffusion (sample_dpmpp_sde) with its plain noise: the step draws a noise of its own instead of going on from that of its
/// stage.
/// </summary>
/// <remarks>The stage then knows nothing of the path that the step takes: weak order 1 for 2. <see cref="DpmSolverPlusPlusSde"/> goes on from the stage.</remarks>
public sealed record KDiffusionDpmSde : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new(
        "published-k-diffusion-sde", "DPM-Solver++ SDE with independent noises (k-diffusion)", 1, 0, 2, 1, "Crowson 2022, sampling.py");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem);
    }

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState data = problem.Space.Allocate();
        private readonly TState middle = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            DataPrediction.Write(problem, x, step.From, data);
            if (step.To.IsClean)
            {
                problem.Space.Combine(x, (step.To.MeanScale, data));
                return;
            }

            NoiseLevel half = problem.Process.AtLambda(step.From.Lambda + (step.LambdaLength / 2));
            var first = new SdeStep(step.From, half, 1);
            var whole = new SdeStep(step.From, step.To, 1);
            problem.Space.Combine(middle, (first.OnState, x), (first.OnData, data));
            problem.Space.AddNormal(middle, first.Deviation, step.Noise(NoisePurpose.Step, 0, 2));
            DataPrediction.Write(problem, middle, half, data);
            problem.Space.Combine(x, (whole.OnState, x), (whole.OnData, data));
            problem.Space.AddNormal(x, whole.Deviation, step.Noise(NoisePurpose.Step, 1, 2));
        }
    }
}
