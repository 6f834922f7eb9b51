using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Likelihood;

namespace ScoreSde.Cli.Likelihoods;

/// <summary>What <c>scoresde likelihood</c> is to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="Data">The rows, in natural units.</param>
/// <param name="Part">Which rows of finite data they are; null of draws from a law.</param>
/// <param name="Solver">The deterministic method.</param>
/// <param name="Grid">The rule of the times.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Divergence">How the divergence is had.</param>
/// <param name="ExactEnd">Whether p_T is the exact law of a model whose law is known, not the prior.</param>
/// <param name="Dequantises">Whether whole numbers are made continuous.</param>
/// <param name="BoundSteps">Steps of the DDPM chain whose bound is taken too; null for none.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Device">Where.</param>
/// <param name="Words">How the device works.</param>
/// <param name="Json">The .json file, if any.</param>
/// <param name="Out">The .npy file, if any.</param>
internal sealed record LikelihoodSettings(
    Model Model,
    DataSet Data,
    DataPart? Part,
    NamedSolver Solver,
    Entry<GridRule> Grid,
    int Steps,
    IDivergenceRule Divergence,
    bool ExactEnd,
    bool Dequantises,
    int? BoundSteps,
    ulong Seed,
    IDevice Device,
    DeviceWords Words,
    string? Json,
    string? Out)
{
    /// <summary>Where the page goes, if anywhere.</summary>
    public string? Page { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>K paths of the chain for the importance-weighted bound; null for none.</summary>
    public int? Paths { get; init; }

    /// <summary>Whether more steps are taken until their own estimate of the error is small beside the value; not where the user chose their number.</summary>
    public bool Refines { get; init; }

    /// <summary>Which part of a run the rows are; null of all.</summary>
    public PartOfRun? Shard { get; init; }

    /// <summary>Index of the first row.</summary>
    public int First => (int)(Shard?.Rows.First ?? 0);
}
