using ScoreSde.Solvers;

namespace ScoreSde.Tests;

/// <summary>Euler's method, which breaks where a grid has more than that many steps.</summary>
internal sealed record Stumbling(int MostSteps) : ISolver
{
    public SolverFacts Facts { get; } = new("stumbling", "Stumbling", 1, null, 1, 1, "a test's own");

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(new Ddim().CreateStepper(problem), MostSteps);

    private sealed class Stepper<TState>(IStepper<TState> inner, int most) : IStepper<TState>
    {
        public void Step(TState x, in GridStep step)
        {
            if (step.Index >= most)
            {
                throw new InvalidOperationException("This method has stumbled.");
            }

            inner.Step(x, step);
        }
    }
}
