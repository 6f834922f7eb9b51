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
    ];

    /// <summary>
    /// The usual cases, or those of the schedule to which all is held. The rate of a table has knots: the usual table may be left out, and where
    /// the schedule is a table, a method that sees more than levels has no case, null.
    /// </summary>
    public static IReadOnlyList<OrderCase>? Of(PropertyContext context, bool withTable, bool seesLevelsAlone) => context.FixedSchedule switch
    {
        null => Usual(withTable),
        TableSchedule when !seesLevelsAlone => null,
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

    public TimeGrid Uniform(int steps) => new(
        "uniform", [.. Enumerable.Range(0, steps).Select(i => Start + ((double)i / steps * (End - Start))), End]);

    /// <summary>
    /// Times start + g(i/n) (end − start) with g(u) = u³ (4 − 3u): the first step is short by a factor n², so that a multistep method's start of
    /// low order adds less than its order promises.
    /// </summary>
    public TimeGrid BeginningFinely(int steps) => new("beginning finely", [.. Enumerable.Range(0, steps).Select(i => At((double)i / steps)), End]);

    private double At(double u) => Start + (u * u * u * (4 - (3 * u)) * (End - Start));

    public override string ToString() => $"{Name}, t from {Start} to {End}";
}
