using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Models;

/// <summary>Moments moved by so many of their standard errors: E‖ε‖²/d within 0 to 1, the residual not below 0.</summary>
internal sealed class ShiftedMoment(INoiseMoment moment, double errors) : INoiseMoment
{
    /// <inheritdoc/>
    public double At(NoiseLevel level) => errors == 0 ? moment.At(level) : Math.Clamp(moment.At(level) + (errors * ErrorAt(level)), 0, 1);

    /// <inheritdoc/>
    public double ErrorAt(NoiseLevel level) => moment.ErrorAt(level);

    /// <inheritdoc/>
    public double ResidualAt(NoiseLevel level) => errors == 0 ? moment.ResidualAt(level) : Math.Max(0, moment.ResidualAt(level) + (errors * ResidualErrorAt(level)));

    /// <inheritdoc/>
    public double ResidualErrorAt(NoiseLevel level) => moment.ResidualErrorAt(level);
}
