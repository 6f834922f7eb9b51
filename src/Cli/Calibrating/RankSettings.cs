using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Methods;
using ScoreSde.Cli.Models;
using ScoreSde.Inverse;

namespace ScoreSde.Cli.Calibrating;

/// <summary>What <c>scoresde restore --ranks</c> is to do.</summary>
/// <param name="Model">The model, whose law truths are drawn from.</param>
/// <param name="Task">The task's words.</param>
/// <param name="Operator">A.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Solver">The solver of methods that take any.</param>
/// <param name="Grid">The rule of the times.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Noise">σ_y in the data's units.</param>
/// <param name="Truths">Truths.</param>
/// <param name="Samples">Samples of each.</param>
/// <param name="Particles">Particles of each sample, for the method that has them.</param>
/// <param name="Label">The class that the model is told; null for none.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Device">Where.</param>
/// <param name="Words">How the device works.</param>
/// <param name="Files">Where findings go.</param>
/// <param name="Command">The command that repeats the run.</param>
internal sealed record RankSettings(
    Model Model,
    string Task,
    ILinearOperator Operator,
    IReadOnlyList<Entry<RestoreMethod>> Methods,
    NamedSolver Solver,
    Entry<GridRule> Grid,
    int Steps,
    double Noise,
    int Truths,
    int Samples,
    int Particles,
    int? Label,
    ulong Seed,
    IDevice Device,
    DeviceWords Words,
    CalibrationFiles Files,
    string Command);
