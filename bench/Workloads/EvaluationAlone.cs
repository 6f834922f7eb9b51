using ScoreSde.Solvers;

namespace ScoreSde.Workloads;

/// <summary>One evaluation a step and nothing else: what a network costs inside the sampler's own loop.</summary>
internal sealed record EvaluationAlone : ISolver
{
    public SolverFacts Facts { get; } = new("evaluation", "Evaluation alone", 1, null, 1, 1, "none");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step) => problem.Score.Evaluate(x, step.From, epsilon);
    }
}
