using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>A process to measure orders on, with the range of times in which its rate is smooth.</summary>
internal sealed record OrderCase(string Name, IDiffusionProcess Process, double Start, double End)
{
    public const string NeedsSmoothRate = "sees the rate β(t) itself, and the knots of a table cost it its order";

    public static NormalLaw Data { get; } = new(0.5, 0.09);

    public static MixtureLaw Mixture { get; } = new((0.3, -1, 0.04), (0.7, 0.8, 0.16));

    private static readonly IReadOnlyList<OrderCase> All =
    [
        new("vp linear", new VariancePreserving(new LinearSchedule()), 1, 0.1),
        new("vp cosine", new VariancePreserving(new CosineSchedule()), 0.95, 0.1),
        new("vp table", new VariancePreserving(DdpmChain.Linear().ToSchedule()), 1, 0.1),
        new("subvp linear", new SubVariancePreserving(new LinearSchedule()), 1, 0.1),
        new("ve geometric", new VarianceExploding(new GeometricSchedule(0.01, 20)), 1, 0.3),
        new("flow straight", new RectifiedFlow(), 1, 0.1),
    ];

    /// <summary>
    /// The usual cases, or those of the schedule to which all is held. The rate of a table has knots: the usual table may be left out, and where
    /// the schedule is a table, a method that sees more than levels has no case, null.
    /// </summary>
    public static IReadOnlyList<OrderCase>? Of(PropertyContext context, bool withTable, bool seesLevelsAlone) => (context.FixedSchedule ?? context.FixedProcess?.Schedule) switch
    {
        null => Usual(withTable),
        TableSchedule when !seesLevelsAlone => null,
        _ when context.FixedProcess is { } process =>
        [
            new OrderCase($"{process.Name} {process.Schedule.Name}", process, process.At(1).IsPureNoise ? 1 : 0.95, process is VarianceExploding ? 0.3 : 0.1),
        ],
        { } schedule =>
        [
            .. SuitedProcesses.Of(schedule).Select(process =>
                new OrderCase($"{process.Name} {schedule.Name}", process, 0.95, process is VarianceExploding ? 0.3 : 0.1)),
        ],
    };

    /// <summary>The usual cases.</summary>
    public static IReadOnlyList<OrderCase> Usual(bool withTable) => [.. All.Where(known => withTable || known.Process.Schedule is not TableSchedule)];

    /// <summary>Whether the order may be measured on a table schedule too.</summary>
    public static bool SuitsOrder(SolverClaims claims) => !claims.NeedsSmoothRate;

    /// <summary>Whether the strong order may: the kinks of g(t) cost a path what it has above 1.</summary>
    public static bool SuitsStrongOrder(ISolver solver, SolverClaims claims) => !claims.NeedsSmoothRate && solver.Facts.StrongOrder <= 1;

    /// <summary>
    /// The case without its first stretch where that begins at α = 0: what a Brownian path does there is forgotten at once, a step from there draws nothing of it, and the density has no x/α there.
    /// </summary>
    public OrderCase WithAPath => IsFromPureNoise ? this with { Start = 0.95 } : this;

    private bool IsFromPureNoise => Process.At(Start).IsPureNoise;

    /// <summary>
    /// Equal steps. From α = 0 they would be long in λ at their start however many they are, which the methods in λ and σ/α pay with a logarithm; there the grid begins
    /// finely, at start + (i/n)³ (end − start), and ends with steps of its usual length.
    /// </summary>
    public TimeGrid Uniform(int steps) => new(
        "uniform",
        [.. Enumerable.Range(0, steps).Select(i => (double)i / steps).Select(u => Start + ((IsFromPureNoise ? u * u * u : u) * (End - Start))), End]);

    /// <summary>
    /// Times start + g(i/n) (end − start) with g(u) = u³ (4 − 3u): the first step is short by a factor n², so that a multistep method's start of
    /// low order adds less than its order promises.
    /// </summary>
    public TimeGrid BeginningFinely(int steps) => new("beginning finely", [.. Enumerable.Range(0, steps).Select(i => At((double)i / steps)), End]);

    private double At(double u) => Start + (u * u * u * (4 - (3 * u)) * (End - Start));

    public override string ToString() => $"{Name}, t from {Start} to {End}";
}
