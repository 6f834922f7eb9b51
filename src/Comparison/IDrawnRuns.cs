namespace ScoreSde.Comparison;

/// <summary>Runs of a comparison that were drawn before, whole or in parts (<see cref="ComparisonRun.Draw{T}"/>): all measures of them are those of one run that draws and measures.</summary>
public interface IDrawnRuns
{
    /// <summary>In how many parts they were drawn. Seconds of a row are the sum over these, which is what one run took on one machine alone where this is 1.</summary>
    int Parts { get; }

    /// <summary>The samples of a run, by its place in <see cref="ComparisonSettings.Planned"/>.</summary>
    DrawnRun Run(int index);
}
