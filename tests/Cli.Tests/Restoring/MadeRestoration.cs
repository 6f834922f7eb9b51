using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Restoring;
using ScoreSde.Data;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Restoring;

/// <summary>Restorations that a test writes down itself.</summary>
internal static class MadeRestoration
{
    /// <summary>Unit normals, in the units and the shape of their data.</summary>
    public static MixtureModel Model(int dimension, DataDescription? data = null) =>
        new("normal", GaussianMixture.Of(Gaussian.Isotropic(new double[dimension], 1)), new VariancePreserving(new LinearSchedule()), data);

    /// <summary>What was asked for; all numbers are measured where no operator is given.</summary>
    public static RestoreSettings Settings(Model model, double noise, int count, ILinearOperator? measured = null, string method = "mmps")
    {
        var faults = new Faults();
        return new(
            model,
            "compressed:1",
            measured ?? new Mask([.. Enumerable.Repeat(true, model.Dimension)]),
            MethodCatalog.Shelf.Find(method, faults)!,
            SolverCatalog.Find("heun", faults)!,
            GridCatalog.Find("balanced", faults)!,
            6,
            noise,
            count,
            4,
            null,
            null,
            9,
            new Cpu(),
            new DeviceWords(1, null, null, false),
            null,
            null)
        {
            Command = "scoresde restore",
        };
    }

    /// <summary>What came of it.</summary>
    public static Restoration Result(RestoreSettings settings, float[] truth, double[] seen, params float[] samples) =>
        new(truth, new Measurement(settings.Operator, seen, settings.Noise), samples);
}
