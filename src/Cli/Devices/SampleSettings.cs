using ScoreSde.Cli.Catalog;

namespace ScoreSde.Cli.Devices;

/// <summary>What <c>scoresde sample</c> is to do with a method that takes a grid.</summary>
/// <param name="Output">What is sampled and where it goes.</param>
/// <param name="Solver">The method.</param>
/// <param name="Grid">The rule of the times.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Times">The times at which states are kept; none where only the samples are.</param>
/// <param name="Device">Where.</param>
/// <param name="Words">How the device works.</param>
internal sealed record SampleSettings(
    SampleOutput Output,
    NamedSolver Solver,
    Entry<GridRule> Grid,
    int Steps,
    IReadOnlyList<double> Times,
    IDevice Device,
    DeviceWords Words)
{
    /// <summary>The times of the pictures of an animation; none where there is none.</summary>
    public IReadOnlyList<double> Frames { get; init; } = [];
}
