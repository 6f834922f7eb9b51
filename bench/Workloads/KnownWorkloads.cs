using ScoreSde.Checkpoints;
using ScoreSde.Networks;
using ScoreSde.Onnx.Networks;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Workloads.Timing;

namespace ScoreSde.Workloads;

/// <summary>All workloads.</summary>
internal static class KnownWorkloads
{
    private static readonly MlpSettings Small = new(2, 128, 3, 64, 0);
    private static readonly MlpSettings Large = new(64, 512, 4, 64, 0);
    private static OnnxNetwork? network;

    public static IReadOnlyList<Func<IWorkload>> All { get; } =
    [
        static () => new Sampling("w1", Ring, new EulerMaruyama(), 1000, 20_000),
        static () => new Sampling("w1-score", Ring, new EvaluationAlone(), 1000, 20_000),
        static () => new Sampling("w1-noise", Ring, new NoiseAlone(), 1000, 20_000),
        static () => new Sampling("w2-em", Network(Small), new EulerMaruyama(), 500, 10_000),
        static () => new Sampling("w2-heun", Network(Small), new Heun(), 25, 10_000),
        static () => new Sampling("w2-network", Network(Small), new EvaluationAlone(), 200, 10_000),
        static () => new Sampling("w3-em", Network(Large), new EulerMaruyama(), 200, 2_000),
        static () => new Sampling("w3-heun", Network(Large), new Heun(), 25, 2_000),
        static () => new Sampling("w3-network", Network(Large), new EvaluationAlone(), 50, 2_000),
        static () => new PartsOfSampling("w3-parts", new Sampling("w3-em", Network(Large), new EulerMaruyama(), 200, 2_000)),
        static () => Pictures("unet-heun", new Heun()),
        static () => Pictures("unet-network", new EvaluationAlone()),
        static () => new PartsOfSampling("unet-parts", Pictures("unet-heun", new Heun())),
        static () => new Training(),
        static () => FiftyMillion.Normals,
        static () => FiftyMillion.Combination,
        .. ((int[])[500, 1000, 2000, 4000, 8000]).Select(static samples =>
            (Func<IWorkload>)(() => new Sampling($"samples-{samples}", Network(Large), new Heun(), 10, samples))),
        .. ((int[])[5, 10, 20, 40, 80]).Select(static steps =>
            (Func<IWorkload>)(() => new Sampling($"steps-{steps}", Network(Large), new Heun(), steps, 1000))),
        .. ((int[])[64, 128, 256, 512, 1024]).Select(static width =>
            (Func<IWorkload>)(() => new Sampling($"width-{width}", Network(new(64, width, 4, 64, 0)), new EvaluationAlone(), 20, 2000))),
    ];

    // The checkpoint of a U-Net that the variable UNET names, on ONNX Runtime.
    private static Sampling Pictures(string name, ISolver solver) => new(name, UNet, solver, 5, 16);

    private static OnnxScore<float> UNet()
    {
        network ??= OnnxNetwork.Of(UNetCheckpoint.Load(Environment.GetEnvironmentVariable("UNET") ?? throw new InvalidOperationException("UNET names no checkpoint.")), "unet");
        int classes = network.Description.Classes;
        return new OnnxScore<float>(network, classes > 0 ? sample => (int)(sample % classes) : null);
    }

    private static IScoreFunction<Tile<float>> Ring() => GaussianMixture.Ring().Score<float>();

    private static Func<IScoreFunction<Tile<float>>> Network(MlpSettings settings)
    {
        var score = new NetworkScore<float>(new ResidualMlp<float>(settings, seed: 1));
        return () => score;
    }
}
