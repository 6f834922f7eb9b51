using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;

namespace ScoreSde.Cli.Runs;

/// <summary>What <c>scoresde sample</c> is to do.</summary>
/// <param name="Model">What is sampled.</param>
/// <param name="Solver">The method.</param>
/// <param name="Grid">The rule of the times.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Count">Samples.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Label">The class of all samples; null for all classes in turn.</param>
/// <param name="Guidance">w of classifier-free guidance; null for the conditional model alone.</param>
/// <param name="Device">Where.</param>
/// <param name="Words">How the device works.</param>
/// <param name="Out">The .npy file, if any.</param>
/// <param name="Image">The .png file, if any.</param>
internal sealed record SampleSettings(
    Model Model,
    NamedSolver Solver,
    Entry<GridRule> Grid,
    int Steps,
    int Count,
    ulong Seed,
    int? Label,
    double? Guidance,
    IDevice Device,
    DeviceWords Words,
    string? Out,
    string? Image)
{
    /// <summary>The class of each sample.</summary>
    public Func<long, int> LabelOf => Label is { } label ? _ => label : Model.TurnOf;
}
