namespace ScoreSde.Solvers.AsPublished;

/// <summary>
/// Methods as other projects' code has them where it departs from its paper, for results that must be compared with theirs. Each names the departure;
/// tests measure it. None is among <see cref="KnownSolvers"/>.
/// </summary>
/// <remarks><c>dpmpp-3m-damped</c> and <c>ipndm</c>, which stand there, belong to the same kind: their lower order is what the field uses.</remarks>
public static class PublishedSolvers
{
    /// <summary>All of them with their usual settings.</summary>
    public static IReadOnlyList<ISolver> All { get; } =
    [
        new ScoreSdeEulerMaruyama(),
        new PredictorCorrector(new ReverseDiffusion(), new ScoreSdeLangevin()),
        new DiffusersSdeDpmSolver3(),
        new KDiffusionDpmSde(),
        new KDiffusionSdeDpmSolver3(),
        new FastSamplingEnd(new EulerMaruyama()),
        new DpmSolverLabels(new DpmSolverPlusPlus2M()),
        new SinglePrecisionDeviation(new EulerMaruyama()),
    ];
}
