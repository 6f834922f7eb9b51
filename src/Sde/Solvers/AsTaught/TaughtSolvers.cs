namespace ScoreSde.Solvers.AsTaught;

/// <summary>Reverse steps that tutorials construct and that end at another law than the data's, to be sampled and compared. None is among <see cref="KnownSolvers"/>.</summary>
public static class TaughtSolvers
{
    /// <summary>All of them with their usual settings.</summary>
    public static IReadOnlyList<ISolver> All { get; } =
    [
        new DataMixing(MixingFactor.NoiseAligned),
        new DataMixing(MixingFactor.NoiseAligned, AddsNoise: true),
        new DataMixing(MixingFactor.LeastSquares),
    ];
}
