using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Laws.Scores;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Verification.Conformance;

/// <summary>Proves a score function: rows on their own, x left alone, the same bits on any thread and at levels of each row's own, no garbage, and where a density is given, its gradient.</summary>
public static class ScoreConformance
{
    /// <summary>Checks a score function on the levels of a process.</summary>
    /// <param name="score">The score function, in float or double.</param>
    /// <param name="process">The process that it belongs to.</param>
    /// <param name="logDensity">ln p_t(x), to hold −σ ∇ ln p_t against; null where it is not known.</param>
    /// <param name="context">Seed and cases; null for the usual ones.</param>
    /// <typeparam name="T">The type of a number.</typeparam>
    public static ConformanceReport Check<T>(
        IScoreFunction<Tile<T>> score,
        IDiffusionProcess process,
        Func<double[], NoiseLevel, double>? logDensity = null,
        PropertyContext? context = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(process);
        IReadOnlyList<IProperty> properties = [.. ScoreConductLaws.For(score, process, logDensity)];
        return new(
            $"score {score.GetType().Name} on {process.Name} over {process.Schedule.Name}",
            VerificationRun.Run(properties, context ?? new PropertyContext()));
    }
}
