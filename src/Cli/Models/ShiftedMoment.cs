using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Models;

/// <summary>A moment moved by so many of its standard errors, within 0 to 1.</summary>
internal sealed class ShiftedMoment(INoiseMoment moment, double errors) : INoiseMoment
{
    /// <inheritdoc/>
    public double At(NoiseLevel level) => errors == 0 ? moment.At(level) : Math.Clamp(moment.At(level) + (errors * ErrorAt(level)), 0, 1);

    /// <inheritdoc/>
    public double ErrorAt(NoiseLevel level) => moment.ErrorAt(level);
}
