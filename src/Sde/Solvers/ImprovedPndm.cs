namespace ScoreSde.Solvers;

/// <summary>
/// iPNDM: the DDIM step with ε replaced by an Adams–Bashforth combination of the last four, weights (55, −59, 37, −9)/24 and shorter
/// ones at the start. The weights are those of equal steps and of a plain integral, so the order is 2, whatever the number of
/// terms. A step to t = 0 is x̂₀. Zhang and Chen 2023; Liu et al. 2022.
/// </summary>
public sealed record ImprovedPndm : ISolver
{
    private static readonly double[][] Weights =
    [
        [1],
        [3.0 / 2, -1.0 / 2],
        [23.0 / 12, -16.0 / 12, 5.0 / 12],
        [55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24],
    ];

    /// <inheritdoc/>
    public SolverFacts Facts { get; } = new("ipndm", "iPNDM", 2, null, 1, 1, "Zhang and Chen 2023; Liu et al. 2022");

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Stepper<TState>(problem);
    }

    private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
    {
        private readonly PredictionHistory<TState> epsilon = new(problem.Space, 4);
        private readonly (double Weight, TState State)[] terms = new (double, TState)[5];

        public void Step(TState x, in GridStep step)
        {
            problem.Score.Evaluate(x, step.From, epsilon.Push(in step));
            double[] weights = Weights[step.To.IsClean ? 0 : epsilon.Count - 1];
            terms[0] = (step.MeanScaleRatio, x);
            for (int k = 0; k < weights.Length; k++)
            {
                terms[k + 1] = (step.FlowEpsilonFactor * weights[k], epsilon[k]);
            }

            problem.Space.Combine(x, terms.AsSpan(0, weights.Length + 1));
        }
    }
}
