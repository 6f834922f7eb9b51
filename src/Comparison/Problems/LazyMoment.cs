using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Comparison.Problems;

/// <summary>A moment that is made when first asked for: most solvers never ask, and a network's data may not be at hand.</summary>
/// <param name="make">Makes it.</param>
public sealed class LazyMoment(Func<INoiseMoment> make) : INoiseMoment
{
    private readonly Lazy<INoiseMoment> moment = new(make ?? throw new ArgumentNullException(nameof(make)));

    /// <inheritdoc/>
    public double At(NoiseLevel level) => moment.Value.At(level);

    /// <inheritdoc/>
    public double ErrorAt(NoiseLevel level) => moment.Value.ErrorAt(level);

    /// <inheritdoc/>
    public double ResidualAt(NoiseLevel level) => moment.Value.ResidualAt(level);

    /// <inheritdoc/>
    public double ResidualErrorAt(NoiseLevel level) => moment.Value.ResidualErrorAt(level);
}
