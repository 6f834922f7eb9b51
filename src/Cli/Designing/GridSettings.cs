using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;

namespace ScoreSde.Cli.Designing;

/// <summary>What <c>scoresde grid</c> is to do.</summary>
/// <param name="Model">Whose process it is, and whose moments a solver may need.</param>
/// <param name="Solver">The method.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Spectrum">Variances of the data.</param>
/// <param name="Out">The file of times, if any.</param>
/// <param name="Picture">The .svg file, if any.</param>
internal sealed record GridSettings(Model Model, NamedSolver Solver, int Steps, IReadOnlyList<double> Spectrum, string? Out, string? Picture);
