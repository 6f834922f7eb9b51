using ScoreSde.Comparison.Contestants;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Cli.Catalog;

/// <summary>A solver under the name by which it was asked for, which tables repeat: <c>ddim:0.5</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Choice">The method.</param>
/// <param name="Parameter">The value of its parameter.</param>
internal sealed record NamedSolver(string Name, SolverChoice Choice, double Parameter)
{
    /// <summary>What it promises.</summary>
    public SolverFacts Facts { get; } = Choice.Make(Parameter, UnknownMoment.Instance).Facts;

    /// <summary>Whether it runs on one Brownian path for each sample, whatever the grid.</summary>
    public bool OnPath { get; init; }

    /// <summary>Whether its steps are those of CFG++, whose score is of two models.</summary>
    public bool IsRenoised { get; init; }

    /// <summary>The solver as one that is compared; on a path, where all of a comparison are, it is put by the comparison.</summary>
    public SteppingContestant AsContestant() => new(Name, Facts, moment => Made(moment));

    /// <summary>The solver for a model with these moments.</summary>
    public ISolver For(INoiseMoment moment) => OnPath ? new OnOnePath(Made(moment)) : Made(moment);

    private ISolver Made(INoiseMoment moment) => IsRenoised ? new CfgPlusPlus(Choice.Make(Parameter, moment)) : Choice.Make(Parameter, moment);
}
