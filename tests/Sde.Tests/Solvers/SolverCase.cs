using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>A process to solve on, with the range of times in which its rate is smooth.</summary>
internal sealed record SolverCase(string Name, IDiffusionProcess Process, double Start, double End)
{
    public static NormalLaw Data { get; } = new(0.5, 0.09);

    public static MixtureLaw Mixture { get; } = new((0.3, -1, 0.04), (0.7, 0.8, 0.16));

    public static IReadOnlyList<SolverCase> All { get; } =
    [
        new("vp linear", new VariancePreserving(new LinearSchedule()), 1, 0.1),
        new("vp cosine", new VariancePreserving(new CosineSchedule()), 0.95, 0.1),
        new("vp table", new VariancePreserving(DdpmChain.Linear().ToSchedule()), 1, 0.1),
        new("subvp linear", new SubVariancePreserving(new LinearSchedule()), 1, 0.1),
        new("ve geometric", new VarianceExploding(new GeometricSchedule(0.01, 20)), 1, 0.3),
    ];

    public NormalLaw StartLaw => Data.At(Process.At(Start));

    public NormalLaw EndLaw => Data.At(Process.At(End));

    public static SolverCase Named(string name) => All.Single(known => known.Name == name);

    /// <summary>
    /// Times start + g(i/n) (end − start) with g(u) = u³ (4 − 3u): the first step is short by a factor n², so that a multistep method's
    /// start of low order adds less than its order promises.
    /// </summary>
    public TimeGrid BeginningFinely(int steps) => new(
        "beginning finely", [.. Enumerable.Range(0, steps).Select(i => At((double)i / steps)), End]);

    private double At(double u) => Start + (u * u * u * (4 - (3 * u)) * (End - Start));

    public TimeGrid Uniform(int steps) => new(
        "uniform", [.. Enumerable.Range(0, steps).Select(i => Start + ((double)i / steps * (End - Start))), End]);
}
