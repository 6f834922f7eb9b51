using ScoreSde.Solvers;

namespace ScoreSde.Cli.Catalog;

/// <summary>A solver under the name by which it was asked for, which tables repeat: <c>ddim:0.5</c>.</summary>
internal sealed record NamedSolver(string Name, ISolver Solver);
