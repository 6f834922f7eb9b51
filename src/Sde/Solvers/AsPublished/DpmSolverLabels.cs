using ScoreSde.Processes;

namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// Any method with the time labels of the code of Lu et al. 2022 (dpm-solver, NoiseScheduleVP, discrete): of a chain of N = 1000 levels those with λ &lt; −5.1 are dropped,
/// k of them, but labels are still counted over [0, N): the network is told N i/(N − k) where the state has level i.
/// </summary>
/// <remarks>
/// With the linear schedule k = 0 and nothing changes. With the cosine schedule k = 4, so that the network is told 998.996 for 995 and 498.996 for 497: at the noisy
/// end noisier than the state is. No order is claimed: with ever shorter steps a run tends to another limit than the exact one.
/// </remarks>
/// <param name="Method">The method.</param>
public sealed record DpmSolverLabels(ISolver Method) : ISolver
{
    private const int Levels = 1000;
    private const double LeastLambda = -5.1;

    /// <inheritdoc/>
    public SolverFacts Facts => Method.Facts with
    {
        Name = $"published-dpm-solver-{Method.Facts.Name}",
        Title = $"{Method.Facts.Title}, labels N i/(N − k) (dpm-solver)",
        Order = 0,
        StrongOrder = Method.Facts.IsStochastic ? 0 : null,
        Noise = StepNoise.None,
        Source = "Lu et al. 2022a, code: dpm_solver_pytorch.py",
    };

    /// <summary>k: levels i/N of a chain with λ below −5.1.</summary>
    public static int Dropped(IDiffusionProcess process) =>
        Enumerable.Range(1, Levels).Count(level => Require.NotNull(process).At((double)level / Levels).Lambda < LeastLambda);

    /// <summary>The level that the network is told of: index i = N t − 1 becomes N i/(N − k), the last at most N − 1.</summary>
    public static NoiseLevel Label(IDiffusionProcess process, NoiseLevel level, int dropped)
    {
        ArgumentNullException.ThrowIfNull(process);
        double index = Math.Max(0, (Levels * level.Time) - 1);
        double told = index * Levels / (Levels - dropped);
        return dropped == 0 ? level : process.At(Math.Min(1, level.Time + ((told - index) / Levels)));
    }

    /// <inheritdoc/>
    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        int dropped = Dropped(problem.Process);
        return Method.CreateStepper(
            problem with { Score = new LabelledScore<TState>(problem.Score, level => Label(problem.Process, level, dropped)) });
    }
}
