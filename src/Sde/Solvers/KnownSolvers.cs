namespace ScoreSde.Solvers;

/// <summary>Every shipped method with its usual settings, in the order in which tables show them. Tests walk this list.</summary>
public static class KnownSolvers
{
    /// <summary>Methods that need nothing but a score.</summary>
    public static IReadOnlyList<ISolver> All { get; } =
    [
        new EulerMaruyama(),
        new ReverseDiffusion(),
        new Ancestral(new ForwardVariance()),
        new Ancestral(new PosteriorVariance()),
        new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin()),
        new PredictorCorrector(new ReverseDiffusion(), new SignalToNoiseLangevin()),
        new EulerMaruyama(NoiseRate: 0),
        new Ddim(),
        new Ddim(Eta: 1),
        new HeunInTime(),
        new Heun(),
        new Heun(new Churn(Amount: 10, Lowest: 0.05, Highest: 50)),
    ];
}
