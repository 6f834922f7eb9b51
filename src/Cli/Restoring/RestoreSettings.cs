using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Methods;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Parts;
using ScoreSde.Inverse;

namespace ScoreSde.Cli.Restoring;

/// <summary>What <c>scoresde restore</c> is to do.</summary>
/// <param name="Model">The model of the data.</param>
/// <param name="Task">The task's words.</param>
/// <param name="Operator">A.</param>
/// <param name="Method">The method.</param>
/// <param name="Solver">The solver of methods that take any.</param>
/// <param name="Grid">The rule of the times.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Noise">σ_y in the data's units.</param>
/// <param name="Count">Samples.</param>
/// <param name="Index">Which held-out row is the truth.</param>
/// <param name="Label">The class that the model is told; null for none.</param>
/// <param name="Guidance">How samples are led; null for the class as learned.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Device">Where.</param>
/// <param name="Words">How the device works.</param>
/// <param name="Folder">Where arrays and pictures go, if anywhere.</param>
/// <param name="Image">Where the one picture of all goes, if anywhere.</param>
internal sealed record RestoreSettings(
    Model Model,
    string Task,
    ILinearOperator Operator,
    Entry<RestoreMethod> Method,
    NamedSolver Solver,
    Entry<GridRule> Grid,
    int Steps,
    double Noise,
    int Count,
    int Index,
    int? Label,
    ModelGuidance? Guidance,
    ulong Seed,
    IDevice Device,
    DeviceWords Words,
    string? Folder,
    string? Image)
{
    /// <summary>Where the page goes, if anywhere.</summary>
    public string? Page { get; init; }

    /// <summary>Particles of each sample, for the method that has them.</summary>
    public int Particles { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>Which part of a run the samples are; null of all.</summary>
    public PartOfRun? Shard { get; init; }
}
