using System.Numerics;
using ScoreSde.Cuda;
using ScoreSde.Cuda.Launching;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Sampling;
using ScoreSde.Guidance;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Networks;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests;

/// <summary>Runs on a host of the kernel beside those of the library's own loop.</summary>
internal static class Agreement
{
    public const ulong Seed = 11;
    public const double Guidance = 1.7;

    /// <summary>Variance preserving, β from 0.1 to 20.</summary>
    public static VariancePreserving Process { get; } = new(new LinearSchedule(0.1, 20));

    /// <summary>Few steps, the last to t = 0.</summary>
    public static TimeGrid Grid { get; } = Grids.Uniform(9, 0);

    /// <summary>A network with classes.</summary>
    public static ResidualMlp<T> Network<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => TestNetworks.Create<T>(new MlpSettings(3, 24, 2, 8, 4));

    /// <summary>The class of a sample; every fifth has none.</summary>
    public static int LabelOf(long sample) => (int)(sample % 5) - 1;

    /// <summary>How far samples of mixture8 are from the library's in double, relative to the greatest value.</summary>
    public static double OfMixture<T>(IKernelHost host, ISolver solver, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GaussianMixture mixture = GaussianMixture.Ring();
        SampleSet<double> expected = Sampler.Sample(Process, mixture.Score<double>(), solver, Grid, count, Seed);
        return Difference(expected, CudaSampler.Sample<T>(host, Process, CudaModel.Of(mixture), solver, Grid, count, Seed, null));
    }

    /// <summary>The same of the network, guided.</summary>
    public static double OfNetwork<T>(IKernelHost host, ISolver solver, int count, CudaPrecision precision = CudaPrecision.Exact)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ResidualMlp<T> network = Network<T>();
        ResidualMlp<double> exact = network.ConvertTo<double>();
        IScoreFunction<Tile<double>> Score(Func<long, int> labels) => new NetworkScore<double>(exact, Parametrisation.Velocity, labels);
        var score = new ClassifierFreeGuidance<double>(Score(LabelOf), Score(static _ => -1), Guidance);
        SampleSet<double> expected = Sampler.Sample(Process, score, solver, Grid, count, Seed);
        var options = new CudaSamplerOptions { LabelOf = LabelOf, Guidance = Guidance, Precision = precision };
        return Difference(expected, CudaSampler.Sample<T>(host, Process, CudaModel.Of(network, Parametrisation.Velocity), solver, Grid, count, Seed, options));
    }

    /// <summary>The greatest difference, relative to the greatest value; both runs asked the model as often.</summary>
    public static double Difference<T>(SampleSet<double> expected, SampleSet<T> actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal((expected.Count, expected.Dimension, expected.Evaluations), (actual.Count, actual.Dimension, actual.Evaluations));
        double most = 0;
        for (int i = 0; i < expected.Values.Length; i++)
        {
            most = Math.Max(most, Math.Abs(double.CreateTruncating(actual.Values[i]) - expected.Values[i]));
        }

        return most / expected.Values.Max(Math.Abs);
    }
}
