
namespace ScoreSde.Cli.Forwarding;

/// <summary>Noised data at one time. All moments are in the units in which the model is sampled.</summary>
/// <param name="Time">t.</param>
/// <param name="Index">The chain's index at that time, if there is a chain.</param>
/// <param name="MeanScale">α(t).</param>
/// <param name="Deviation">σ(t).</param>
/// <param name="Theory">Moments from those of the data in use: α m, √(α² s² + σ²).</param>
/// <param name="ClosedForm">Measured on α x₀ + σ z.</param>
/// <param name="Chain">Measured on the chain's state, if there is a chain.</param>
internal sealed record ForwardRow(
    double Time, int? Index, double MeanScale, double Deviation, Moments Theory, Moments ClosedForm, Moments? Chain);
