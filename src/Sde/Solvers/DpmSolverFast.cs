namespace ScoreSde.Solvers;

/// <summary>
/// DPM-Solver "fast": steps of DPM-Solver-3, then one of DPM-Solver-2 and one of order 1, so that a run of n steps costs 3n − 3 evaluations.
/// Its steps are meant for a grid equal in λ. Lu et al. 2022a, app. D.3.
/// </summary>
/// <remarks>
/// The paper's other mixes, 3 … 3, 1 and 3 … 3, 2, are <see cref="DpmSolver3"/> with a step to t = 0 and this method less one step. The last two
/// steps are alone in their order, so they cost one power of the step less than they would everywhere: the order is 2.
/// </remarks>
public sealed record DpmSolverFast : ISolver
{
    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("dpm-fast", "DPM-Solver, orders 3 … 3, 2, 1", 2, null, 3, 1, "Lu et al. 2022a, app. D.3")
    {
        Counting = static (steps, _) => steps == 1 ? 1 : 3 * (steps - 1),
    };

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly IStepper<TState> first = new Ddim().CreateStepper(problem);
        private readonly IStepper<TState> second = new DpmSolver2().CreateStepper(problem);
        private readonly IStepper<TState> third = new DpmSolver3().CreateStepper(problem);

        public void Step(TState x, in GridStep step)
        {
            IStepper<TState> method = (step.Count - step.Index) switch
            {
                1 => first,
                2 => second,
                _ => third,
            };
            method.Step(x, in step);
        }
    }
}
