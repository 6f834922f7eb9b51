#:package ScoreSde.Verification@0.1.*

// A sampler of your own, and its proof: what its facts declare is measured, without sampling where a closed form exists. The method is the explicit midpoint rule in σ̃ = σ/α,
// where the flow reads dy/dσ̃ = ε with y = x/α.
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Conformance;

ConformanceReport report = SolverConformance.Check(new Midpoint(), new SolverClaims(ExactOnPointData: true));
Console.WriteLine(report);
return report.Conforms ? 0 : 1;

internal sealed record Midpoint : ISolver
{
    public SolverFacts Facts { get; } = new("midpoint", "Midpoint in σ/α", 2, null, 2, 1, "Hairer, Nørsett and Wanner 1993, eq. (1.4)");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();
        private readonly TState half = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon);
            if (!step.To.IsClean)
            {
                // Half way in σ̃ = e^(−λ).
                NoiseLevel middle = problem.Process.AtLambda(-Math.Log(0.5 * (step.From.Ratio + step.To.Ratio)));
                GridStep first = step with { To = middle };
                problem.Space.Combine(half, (first.MeanScaleRatio, x), (first.FlowEpsilonFactor, epsilon));
                problem.Score.Evaluate(half, middle, epsilon);
            }

            problem.Space.Combine(x, (step.MeanScaleRatio, x), (step.FlowEpsilonFactor, epsilon));
        }
    }
}
