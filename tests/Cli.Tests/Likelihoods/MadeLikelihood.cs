using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Likelihoods;
using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Likelihood;

namespace ScoreSde.Tests.Likelihoods;

/// <summary>Likelihoods that a test writes down itself.</summary>
internal static class MadeLikelihood
{
    /// <summary>What was asked for, with the usual solver and grid in 64 steps.</summary>
    public static LikelihoodSettings Settings(Model model, DataSet data, DataPart? part = null, IDivergenceRule? divergence = null, bool dequantises = false)
    {
        var faults = new Faults();
        return new(
            model,
            data,
            part,
            SolverCatalog.Find("rk4-sigma", faults)!,
            GridCatalog.Find("lambda", faults)!,
            64,
            divergence ?? new ExactDivergence(),
            false,
            dequantises,
            null,
            3,
            new Cpu(),
            new DeviceWords(1, null, null, false),
            null,
            null)
        {
            Command = "scoresde likelihood",
        };
    }

    /// <summary>A report of so many rows: ln p, errors of the steps, errors of the probes.</summary>
    public static LikelihoodReport Report(LikelihoodSettings settings, double[] values, double[] steps, double[] probes) =>
        new(settings, new LogDensities(values, probes, values, 12), steps, null, null, 0, 1);

    /// <summary>Rows of so many numbers, 0, 1, 2, …, all whole.</summary>
    public static DataSet Rows(int count, int dimension, int[]? labels = null, int classes = 0, ImageShape? image = null) =>
        new("rows", [.. Enumerable.Range(0, count * dimension).Select(static value => (float)value)], dimension, DataScaling.Identity, labels, classes, image);
}
