using ScoreSde.Scores;

namespace ScoreSde.Solvers;

/// <summary>What a method promises. Tables print it, the sampler counts by it, tests measure it.</summary>
/// <param name="Name">The name on the command line, for example <c>heun</c>.</param>
/// <param name="Title">What the field calls it.</param>
/// <param name="Order">Global order: of the error for an ODE method, weak (of moments) for a stochastic one.</param>
/// <param name="StrongOrder">Strong order (same Brownian path, refined grid) of a stochastic method, 0 where none is claimed; null for an ODE method.</param>
/// <param name="EvaluationsPerStep">Evaluations of the score in one step.</param>
/// <param name="EvaluationsInStepToZero">Evaluations in a last step that ends at t = 0.</param>
/// <param name="Source">Paper and place of the formula.</param>
public sealed record SolverFacts(
    string Name,
    string Title,
    double Order,
    double? StrongOrder,
    int EvaluationsPerStep,
    int EvaluationsInStepToZero,
    string Source)
{
    /// <summary>
    /// What the normals of a step are of a Brownian path: what a strong order speaks of, and what it takes to run the method on one path with several grids.
    /// </summary>
    public StepNoise Noise { get; init; }

    /// <summary>Whether steps draw noise.</summary>
    public bool IsStochastic => StrongOrder is not null;

    /// <summary>
    /// Evaluations of a run of n ≥ 1 steps that ends at t = 0 or not, where its steps are not all alike; null where they are. It rises with n,
    /// and <see cref="EvaluationsPerStep"/> then says what a step costs at most, or on average where no step tells.
    /// </summary>
    public Func<long, bool, long>? Counting { get; init; }

    /// <summary>
    /// Products with the model's Jacobian that each step but one to t = 0 takes besides, for samples of that many numbers, of a score that has the diagonal in closed form or not; null where it
    /// takes none.
    /// </summary>
    public Func<int, bool, int>? Products { get; init; }

    /// <summary>The facts on a score: what products cost is counted in evaluations, <see cref="CountingScore{TState}.EvaluationsPerProduct"/> for each.</summary>
    /// <param name="score">The score.</param>
    /// <typeparam name="TState">A batch of samples.</typeparam>
    public SolverFacts On<TState>(IScoreFunction<TState> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return Products is null ? this : this with
        {
            EvaluationsPerStep = checked(EvaluationsPerStep + (CountingScore<TState>.EvaluationsPerProduct * Products(score.Dimension, score is IJacobianDiagonal<TState>))),
            Products = null,
        };
    }

    /// <summary>Evaluations of a run of that many steps.</summary>
    /// <exception cref="OverflowException">More than an int holds.</exception>
    public int Evaluations(int steps, bool endsAtZero) => checked((int)Count(steps, endsAtZero));

    /// <summary>The most steps that need no more than <paramref name="budget"/> evaluations; 0 where not even one fits.</summary>
    public int StepsWithin(int budget, bool endsAtZero)
    {
        if (Counting is not null)
        {
            return MostWithin(budget, endsAtZero);
        }

        long saved = endsAtZero ? EvaluationsPerStep - EvaluationsInStepToZero : 0;
        return (int)Math.Clamp((budget + saved) / EvaluationsPerStep, 0, int.MaxValue);
    }

    /// <summary>Evaluations in 64 bits, for any number of steps that an int holds.</summary>
    internal long Count(long steps, bool endsAtZero) => Counting?.Invoke(steps, endsAtZero)
        ?? (endsAtZero ? ((steps - 1) * EvaluationsPerStep) + EvaluationsInStepToZero : steps * EvaluationsPerStep);

    // Doubled until it is too much, then bisected.
    private int MostWithin(int budget, bool endsAtZero)
    {
        long within = 0;
        long beyond = 1;
        while (beyond <= int.MaxValue && Count(beyond, endsAtZero) <= budget)
        {
            within = beyond;
            beyond *= 2;
        }

        while (beyond - within > 1)
        {
            long middle = (within + beyond) / 2;
            (within, beyond) = Count(middle, endsAtZero) <= budget ? (middle, beyond) : (within, middle);
        }

        return (int)Math.Min(within, int.MaxValue);
    }
}
