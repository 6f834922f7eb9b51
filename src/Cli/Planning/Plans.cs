using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Pictures;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Measures;
using ScoreSde.Comparison.Problems;
using ScoreSde.Metrics;
using ScoreSde.Networks;
using ScoreSde.Particles;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Cli.Planning;

/// <summary>The plan of each verb, put together from what the rooms say of their own parts.</summary>
internal static class Plans
{
    private const int FloorDraws = 8;
    private const double ResultsPerRow = 12 * sizeof(double);

    // The matrix, its eigenvectors, and what the decomposition works with.
    private const double CopiesOfCovariance = 5;

    // A grid at a time is tried beside those of the search.
    private const double DesignCopies = 64;
    private const double BytesPerLevel = 160;
    private const double SearchBytes = 90e6;
    private const double PropertyBytes = 150e6;

    // One picture at a time, its states, and the tables of what encodes it.
    private const double FrameBytes = 36e6;

    /// <summary>Samples, at several times where a trajectory is kept, a picture of them, and the frames of their way.</summary>
    public static MemoryPlan Sampling<T>(Model model, int count, int threads, int times, bool isKept, bool isShown, int frames = 0, bool hasDensities = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double values = (double)count * model.Dimension;
        bool isConverted = isShown && typeof(T) != typeof(float);

        // A trajectory is kept beside the samples and handed over as a copy; a strip cuts it into pictures.
        double kept = times == 0 ? 0 : 2.0 * times * Unsafe.SizeOf<T>() * values;
        double shown = (isConverted ? sizeof(float) : 0) + (isShown && times > 0 ? sizeof(float) : 0);
        return new MemoryPlan("give a smaller --count")
            .With("samples", SamplingMemory.Bytes<T>(count, model.Dimension, Options(threads)))
            .With("the network", OfNetwork<T>(model, count, threads))
            .With("states on the way", kept)
            .With("densities", hasDensities ? 3.0 * count * sizeof(double) : 0)
            .With("their copies in the file", isKept ? FileUnits.CopyBytes<T>(model, Math.Max(1, times) * values) : 0)
            .With("pictures", shown * Math.Max(1, times) * values)
            .With("frames", frames == 0 ? 0 : FrameBytes + (times > 0 ? 0 : (double)frames * SampleAnimation.Rows(model, count) * model.Dimension * Unsafe.SizeOf<T>()));
    }

    /// <summary>Samples that go to a file as they are done, and the first of them for a picture.</summary>
    public static MemoryPlan Streaming<T>(Model model, long count, int threads, long shown)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new MemoryPlan("give fewer --threads")
            .With("states", SamplingMemory.StreamBytes<T>(count, model.Dimension, Options(threads)))
            .With("the network", OfNetwork<T>(model, count, threads))
            .With("pictures", 2.0 * shown * model.Dimension * sizeof(float));

    /// <summary>Samples, three times while a run is timed again, and what they are judged by.</summary>
    public static MemoryPlan Comparing<T>(SamplingProblem problem, Model model, ComparisonSettings settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = settings.SamplesFor(problem);
        int d = problem.Dimension;
        double copies = typeof(T) == typeof(float) ? 3 : 3.5;

        // One draw from a law judges, and others are judged as samples are, with a label for each row at most; finite data is there already.
        double judging = problem.Reference.Kind == ReferenceKind.Drawn ? (FloorDraws + 1.0) * count * ((sizeof(float) * d) + sizeof(int)) : 0;
        double paths = (double)settings.Runs * settings.PathsFor(problem) * d;
        return new MemoryPlan("give a smaller --count")
            .With("samples", copies * SamplingMemory.Bytes<T>(count, d, Options(settings.Threads)))
            .With("what they are judged by", judging)
            .With("the network", settings.PathsFor(problem) > 0 ? OfNetwork<double>(model, count, settings.Threads) : OfNetwork<T>(model, count, settings.Threads))
            .With("ends of paths", sizeof(float) * paths)
            .With("measuring", MetricMemory.Bytes(count, d) + (d <= Yardsticks.MostOfCovariance ? MetricMemory.OfCovariances(d) : 0));
    }

    /// <summary>Rows of data, and their states in closed form and on the chain.</summary>
    public static MemoryPlan Forward<T>(Model model, int count, int times, bool onChain, bool isKept, bool isShown)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double values = (double)count * model.Dimension;
        if (model.Reference is FiniteData { Split: { } split })
        {
            values = Math.Min(values, split.Training.Values.Length);
        }

        return new MemoryPlan("give a smaller --count")
            .With("rows", values * sizeof(float))
            .With("their states", values * Unsafe.SizeOf<T>() * (onChain ? 3 : 2))
            .With("the network", OfNetwork<float>(model, count: 1, threads: 1))
            .With("their copies in the file", isKept ? times * ((values * Unsafe.SizeOf<T>()) + FileUnits.CopyBytes<T>(model, values)) : 0)
            .With("pictures", isShown ? 2 * values * sizeof(float) * times : 0);
    }

    /// <summary>Samples from a posterior, in the network's numbers and as floats.</summary>
    public static MemoryPlan Restoring<T>(Model model, int count, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new MemoryPlan("give a smaller --count")
            .With("samples", 2 * SamplingMemory.Bytes<T>(count, model.Dimension, Options(threads)))
            .With("their pictures", (double)count * model.Dimension * sizeof(float))
            .With("the network", OfNetwork<T>(model, count, threads, isDifferentiated: true));

    /// <summary>Samples from a posterior, each of its own particles.</summary>
    public static MemoryPlan Particles<T>(Model model, int count, int particles, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new MemoryPlan("give fewer --particles, a smaller --count or fewer --threads")
            .With("samples and particles", ParticleSampler.Bytes<T>(count, particles, model.Dimension, Options(threads)) + ((double)count * model.Dimension * Unsafe.SizeOf<T>()))
            .With("their pictures", (double)count * model.Dimension * sizeof(float))
            .With("the network", model.Bytes<T>((int)Math.Min(int.MaxValue, ParticleSampler.ParticlesAtOnce(count, particles, model.Dimension, Options(threads))), isDifferentiated: true));

    /// <summary>Rows drawn from a law, and what is found for each.</summary>
    public static MemoryPlan Likelihood<T>(Model model, int count, int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new MemoryPlan("give a smaller --count")
            .With("rows", (double)count * model.Dimension * ((2 * sizeof(float)) + Unsafe.SizeOf<T>()))
            .With("results", count * ResultsPerRow)
            .With("the network", OfNetwork<T>(model, count, threads, isDifferentiated: true));

    /// <summary>A network, and the graph that is made of it.</summary>
    public static MemoryPlan Exporting(Model model)
    {
        double network = OfNetwork<float>(model, count: 1, threads: 1);
        return new MemoryPlan("there is no smaller form of it").With("the network", network).With("its graph", network / 2);
    }

    /// <summary>A network with its optimiser, a batch on its way through it, and the data.</summary>
    public static MemoryPlan Training(TrainingSettings settings, MlpSettings network, long dataValues) =>
        new MemoryPlan("give a smaller --width, --depth or --batch")
            .With($"a network of {ResidualMlp<float>.ParameterCount(network)} parameters and its optimiser", TrainingMemory.OfNetwork(network))
            .With("a batch", TrainingMemory.OfBatch(network, settings.Batch))
            .With("data", 2.0 * sizeof(float) * dataValues);

    /// <summary>The data of which a spectrum is taken, its covariance with what finds the eigenvalues, and the errors of a grid's steps.</summary>
    public static MemoryPlan Grid(Model model, int steps, bool isSpectrumGiven)
    {
        double d = model.Dimension;
        double rows = isSpectrumGiven ? 0 : Spectrum.MostRows;
        return new MemoryPlan(isSpectrumGiven ? "give fewer --steps" : "give the variances by --spectrum")
            .With("rows of data", rows * d * (sizeof(float) + sizeof(double)))
            .With("their covariance", isSpectrumGiven ? 0 : CopiesOfCovariance * d * d * sizeof(double))
            .With("what the search throws away", SearchBytes)
            .With("the network", OfNetwork<float>(model, count: 1, threads: 1))
            .With("errors of steps", DesignCopies * steps * Math.Max(d, Spectrum.Points) * sizeof(double));
    }

    /// <summary>The data over which E‖ε‖² is measured, a batch of it on its way, and what is kept of each level.</summary>
    public static MemoryPlan Variances(Model model, IReadOnlyList<int> counts) =>
        new MemoryPlan("give fewer --steps")
            .With("rows of data", 2.0 * Model.MomentRows * model.Dimension * 3 * sizeof(float))
            .With("their states", (double)EstimatedNoiseMoment<float>.MostRows * model.Dimension * 4 * sizeof(float))
            .With("the network", OfNetwork<float>(model, EstimatedNoiseMoment<float>.MostRows, threads: 0))
            .With("levels", counts.Sum(static count => (double)count) * BytesPerLevel);

    /// <summary>What the properties work with, which no option makes greater.</summary>
    public static MemoryPlan Verifying() => new MemoryPlan("give a part of the properties by --only").With("properties", PropertyBytes);

    private static double OfNetwork<T>(Model model, long count, int threads, bool isDifferentiated = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        model.Bytes<T>(SamplingMemory.RowsAtOnce(count, model.Dimension, Options(threads)), isDifferentiated);

    private static SamplerOptions Options(int threads) => new() { Threads = threads };
}
