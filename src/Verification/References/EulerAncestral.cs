using ScoreSde.Noise;
using ScoreSde.Solvers;

namespace ScoreSde.Verification.References;

/// <summary>
/// Reference: Euler ancestral as the field writes it, on y = x/α in σ̃ = σ/α: y ← y + (σ̃_down − σ̃_from) ε + σ̃_up z with
/// σ̃_up² = σ̃_to² (σ̃_from² − σ̃_to²)/σ̃_from² and σ̃_down² = σ̃_to² − σ̃_up². The same steps as DDPM with variance β̃.
/// </summary>
internal sealed record EulerAncestral : ISolver
{
    public SolverFacts Facts { get; } = new("euler-ancestral", "Euler ancestral", 1, 1, 1, 1, "Crowson 2022");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            double from = step.From.Ratio;
            double to = step.To.Ratio;
            double up = to * Math.Sqrt((from - to) * (from + to)) / from;

            // σ̃_to² − σ̃_up² = σ̃_to⁴/σ̃_from².
            double down = to * to / from;
            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (1 / step.From.MeanScale, x));
            problem.Space.Combine(x, (1, x), (down - from, epsilon));
            problem.Space.AddNormal(x, up, step.Noise(NoisePurpose.Step));
            problem.Space.Combine(x, (step.To.MeanScale, x));
        }
    }
}
