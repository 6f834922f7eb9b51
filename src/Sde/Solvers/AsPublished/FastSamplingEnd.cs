namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// Any method with the last step of Jolicoeur-Martineau et al. 2021 (score_sde_fast_sampling): x + σ² s, Tweedie's formula without its 1/α, for the
/// step to t = 0.
/// </summary>
/// <remarks>The result is α x̂₀: on a grid that leaves t = 1e-3 too small by 0.005 %, from 0.01 by 0.1 %.</remarks>
/// <param name="Method">The method of all other steps.</param>
public sealed record FastSamplingEnd(ISolver Method) : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts => Method.Facts with
    {
        Name = $"published-fast-sampling-{Method.Facts.Name}",
        Title = $"{Method.Facts.Title}, last step without 1/α (score_sde_fast_sampling)",
        EvaluationsInStepToZero = 1,
        Source = "Jolicoeur-Martineau et al. 2021, code: sampling.py",
    };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem, Method.CreateStepper(problem));
    }

    private sealed class Stepper<TState>(Problem<TState> problem, IStepper<TState> method) : IStepper<TState>
    {
        private readonly TState epsilon = problem.Space.Allocate();

        public void Step(TState x, in GridStep step)
        {
            if (!step.To.IsClean)
            {
                method.Step(x, in step);
                return;
            }

            problem.Score.Evaluate(x, step.From, epsilon);
            problem.Space.Combine(x, (1, x), (-step.From.Deviation, epsilon));
        }
    }
}
