using System.IO.Compression;
using System.Text.Json.Nodes;
using ScoreSde.Describing;
using ScoreSde.Likelihood;
using ScoreSde.Noise;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Cuda;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Likelihood;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.Scripts;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Scripts;

/// <summary>Networks in TorchScript files: the answers of the same networks as ONNX, orders, products with the Jacobian, and what is refused.</summary>
public sealed class TorchScriptTests : IDisposable
{
    private const int Count = 32;
    private const double From = 0.9;
    private const double To = 0.1;

    private static readonly GaussianMixture Law = new([Gaussian.Isotropic([1, 0.5], 0.09), Gaussian.Isotropic([-1.5, 0.25], 0.25)], [0.4, 0.6]);

    private readonly string folder = Directory.CreateTempSubdirectory("scoresde").FullName;

    public static TheoryData<string> Deterministic => [.. KnownSolvers.All.Where(static solver => !solver.Facts.IsStochastic).Select(static solver => solver.Facts.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [TorchTheory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_network_answers_as_its_twin_in_ONNX_does(int label)
    {
        using TorchScriptNetwork script = TorchScriptNetwork.Load(PathOf("small.pt"));
        using OnnxNetwork onnx = OnnxNetwork.Load(PathOf("small.onnx"));
        Assert.Equal((onnx.Dimension, onnx.Image, onnx.KnowsUnlabelled), (script.Dimension, script.Image, script.KnowsUnlabelled));
        Assert.True(script.TimeIsWhole);
        var space = new TileSpace<float>(5, script.Dimension);
        (Tile<float> x, Tile<float> a, Tile<float> b, Tile<float> v, Tile<float> w) = (space.Allocate(), space.Allocate(), space.Allocate(), space.Allocate(), space.Allocate());
        space.FillNormal(x, 1, new NoiseKey(3, 0, NoisePurpose.Prior));
        using var scripted = new TorchScriptScore(script, _ => label);
        var tiles = new TileScore<float>(() => scripted);
        foreach (double t in new[] { 0.05, 0.5, 1 })
        {
            NoiseLevel level = script.Description.Process.At(t);
            Assert.True(new OnnxScore<float>(onnx, _ => label).TryEvaluateWithVariance(x, level, a, v));
            Assert.True(tiles.TryEvaluateWithVariance(x, level, b, w));
            Assert.InRange(OnTensors.Difference<float>(b.Values, a.Values), 0, 2e-6);
            Assert.InRange(OnTensors.Difference<float>(w.Values, v.Values), 0, 2e-6);
            tiles.Evaluate(x, level, w);
            Assert.Equal(b.Values.ToArray(), w.Values.ToArray());
            Assert.Equal(new OnnxScore<float>(onnx).TimeOf(level), tiles.TimeOf(level));
            new OnnxScore<float>(onnx, _ => label).EvaluateTold(x, level, 3, a);
            tiles.EvaluateTold(x, level, 3, b);
            Assert.InRange(OnTensors.Difference<float>(b.Values, a.Values), 0, 2e-6);
        }
    }

    [TorchFact]
    public void Guidance_leads_from_the_twin_without_prompt_and_class()
    {
        using TorchScriptNetwork script = TorchScriptNetwork.Load(PathOf("small.pt"));
        var space = new TileSpace<float>(3, script.Dimension);
        Tile<float> x = space.Allocate();
        space.FillNormal(x, 1, new NoiseKey(3, 0, NoisePurpose.Prior));
        NoiseLevel level = script.Description.Process.At(0.5);
        float[] With(Func<long, int>? labelOf, double guidance)
        {
            using var score = new TorchScriptScore(script, labelOf, guidance);
            Assert.Equal(guidance == 1 ? 1 : 2, score.EvaluationsPerCall);
            Tile<float> epsilon = space.Allocate();
            new TileScore<float>(() => score).Evaluate(x, level, epsilon);
            return epsilon.Values.ToArray();
        }

        (float[] one, float[] none, float[] guided) = (With(static _ => 1, 1), With(static _ => -1, 1), With(static _ => 1, 3));
        for (int i = 0; i < one.Length; i++)
        {
            Assert.Equal((3 * one[i]) - (2 * none[i]), guided[i], 1e-5f);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => With(static _ => 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => With(static sample => sample == 1 ? -1 : 1, 1));
    }

    [TorchFact]
    public void The_file_is_the_mixture_to_rounding_with_its_Jacobian()
    {
        using TorchScriptNetwork network = TorchScriptNetwork.Load(PathOf("exact.pt"));
        Assert.Equal(torch.float64, network.Type);
        using var score = new TorchScriptScore(network);
        var tiles = new TileScore<double>(() => score);
        var exact = (IDifferentiableScore<Tile<double>>)Law.Score<double>();
        var space = new TileSpace<double>(100, 2);
        (Tile<double> x, Tile<double> c, Tile<double> a, Tile<double> b) = (space.Allocate(), space.Allocate(), space.Allocate(), space.Allocate());
        space.FillNormal(c, 1, new NoiseKey(1, 0, NoisePurpose.Prior));
        foreach (double t in new[] { 1e-3, 0.05, 0.4, 1 })
        {
            NoiseLevel level = network.Description.Process.At(t);
            Law.Sample(x.Values, level, seed: 4);
            exact.Evaluate(x, level, a);
            tiles.Evaluate(x, level, b);
            Assert.InRange(OnTensors.Difference<double>(b.Values, a.Values), 0, 1e-12);
            exact.TransposedJacobianProduct(x, level, c, a);
            tiles.TransposedJacobianProduct(x, level, c, b);
            Assert.InRange(OnTensors.Difference<double>(b.Values, a.Values), 0, 1e-10);
        }
    }

    [TorchTheory]
    [MemberData(nameof(Deterministic))]
    public void A_solver_has_its_order_on_the_file(string name)
    {
        using TorchScriptNetwork network = TorchScriptNetwork.Load(PathOf("exact.pt"));
        using var scripted = new TorchScriptScore(network);
        IDiffusionProcess process = network.Description.Process;
        ISolver solver = KnownSolvers.All.Single(known => known.Facts.Name == name);
        double[] coarse = [Error(process, solver, 48, new TileScore<double>(() => scripted)), Error(process, solver, 48, Law.Score<double>())];
        double[] fine = [Error(process, solver, 96, new TileScore<double>(() => scripted)), Error(process, solver, 96, Law.Score<double>())];
        double slope = Math.Log2(coarse[0] / fine[0]);
        Assert.True(slope > solver.Facts.Order - 0.5, $"{name}: slope {slope:F2} where order {solver.Facts.Order} is promised");

        // The same errors as on the mixture itself, which verify holds to their orders.
        Assert.Equal(coarse[1], coarse[0], (1e-6 * coarse[1]) + 1e-11);
        Assert.Equal(fine[1], fine[0], (1e-6 * fine[1]) + 1e-11);
    }

    [TorchFact]
    public void Densities_are_those_of_the_mixture() => DensitiesAreThoseOfTheMixture(torch.CPU);

    [CudaFact]
    public void Densities_of_a_card_are_those_of_the_mixture() => DensitiesAreThoseOfTheMixture(torch.CUDA);

    [TorchFact]
    public void A_file_keeps_the_contract_of_a_score_and_leaves_no_tensor_behind()
    {
        using (TorchScriptNetwork network = TorchScriptNetwork.Load(PathOf("exact.pt")))
        {
            using var score = new TorchScriptScore(network);
            ConformanceReport report = ScoreConformance.Check(new TileScore<double>(() => score), network.Description.Process, context: new PropertyContext { Cases = 5 });

            // All but the promise of no garbage, which tensors' handles break.
            Assert.True(report.Broken.All(static name => name == "score-allocation"), report.ToString());
            Assert.Equal(4, report.Findings.Passed);
        }

        long Live()
        {
            using (TorchScriptNetwork network = TorchScriptNetwork.Load(PathOf("small.pt")))
            using (var score = new TorchScriptScore(network, static _ => 1, 2))
            {
                _ = TorchSampler.Sample<float>(network.Description.Process, score, new Heun(), BalancedGrid.Of(network.Description.Process, 4, network.Description.Range), 6, 1, new TorchSamplerOptions { BatchRows = 4 });
            }

            return LiveTensors.Count();
        }

        long before = Live();
        Assert.Equal(before, Live());
    }

    [TorchFact]
    public void A_file_without_derivatives_says_so()
    {
        using TorchScriptNetwork network = TorchScriptNetwork.Load(PathOf("exact-detached.pt"), DescriptionFile.Read(PathOf("exact.json")));
        using var score = new TorchScriptScore(network);
        var tiles = new TileScore<double>(() => score);
        var space = new TileSpace<double>(2, 2);
        tiles.Evaluate(space.Allocate(), network.Description.Process.At(0.5), space.Allocate());
        var refusal = Assert.Throws<NetworkFileException>(() => tiles.TransposedJacobianProduct(space.Allocate(), network.Description.Process.At(0.5), space.Allocate(), space.Allocate()));
        Assert.Contains("has no derivative", refusal.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void What_cannot_be_used_is_one_sentence()
    {
        byte[] whole = File.ReadAllBytes(PathOf("exact.pt"));
        Refused("is damaged or no TorchScript file", Placed([]));
        Refused("is damaged or no TorchScript file", Placed("not a network"u8.ToArray()));
        for (int length = 1; length < whole.Length; length += 331)
        {
            Refused("TorchScript", Placed(whole[..length]));
        }

        for (int at = 90; at < whole.Length; at += 211)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            var refusal = Record.Exception(() => TorchScriptNetwork.Load(Placed(damaged)).Dispose());
            Assert.True(refusal is null or NetworkFileException, $"byte {at}: {refusal}");
        }

        using (var stream = new MemoryStream())
        {
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression);
            }

            Refused("holds weights without the code of their network", Placed(stream.ToArray()));
        }

        Refused("add \"shape\"", Placed(whole, "shape", null));
        Refused("failed while it was evaluated", Placed(whole, "shape", new JsonArray(3)));
        Refused("failed while it was evaluated", Placed(whole, "time", "none"));
        Refused("failed while it was evaluated", Placed(whole, "classes", 2));
        Refused("gives float64[2, 2] for 2 samples of [2]", Placed(whole, "learnedVariances", true));
        Refused("the description does not say how: add \"time\"", Placed(whole, "time", null));
        File.Delete(Path.Combine(folder, "net.json"));
        Refused("there is no such description", Path.Combine(folder, "net.pt"));
        Refused("there is no such file", Path.Combine(folder, "none.pt"));
    }

    private static void DensitiesAreThoseOfTheMixture(torch.Device device)
    {
        using TorchScriptNetwork network = TorchScriptNetwork.Load(PathOf("exact.pt"), device: device);
        using var score = new TorchScriptScore(network);
        IDiffusionProcess process = network.Description.Process;
        double[] data = new double[2 * Count];
        Law.Sample<double>(data, process.At(0), seed: 3);
        LogDensities found = TorchFlowLikelihood.Evaluate<double>(
            process, score, KnownSolvers.All.Single(static known => known.Facts.Name == "rk4-sigma"), Grids.UniformLambda(process, 64), data, terminal: Law, options: new TorchSamplerOptions { Device = device });
        for (int row = 0; row < Count; row++)
        {
            Assert.Equal(Law.LogDensity(data.AsSpan(2 * row, 2).ToArray(), process.At(0)), found.Values[row], 1e-4);
        }
    }

    private static void Refused(string fragment, string path)
    {
        var refusal = Assert.Throws<NetworkFileException>(() => TorchScriptNetwork.Load(path).Dispose());
        Assert.Contains(fragment, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Networks", "Scripts", name);

    private static double Error(IDiffusionProcess process, ISolver solver, int steps, IScoreFunction<Tile<double>> score)
    {
        double[] End(ISolver by, int count, IScoreFunction<Tile<double>> of)
        {
            (double high, double low) = (process.At(From).Lambda, process.At(To).Lambda);
            double[] times = [.. Enumerable.Range(0, count + 1).Select(i => i == 0 ? From : i == count ? To : process.AtLambda(high + ((low - high) * i / count)).Time)];
            double[] start = new double[2 * Count];
            Law.Sample<double>(start, process.At(From), seed: 8);
            return Sampler.Solve(process, of, by, new TimeGrid("even in λ", times), start, 0, new SamplerOptions { Threads = 1 }).Values;
        }

        double[] reference = End(KnownSolvers.All.Single(static known => known.Facts.Name == "rk4-sigma"), 1024, Law.Score<double>());
        return Math.Sqrt(End(solver, steps, score).Zip(reference, static (x, exact) => (x - exact) * (x - exact)).Average());
    }

    private string Placed(byte[] bytes, string? key = null, JsonNode? value = null)
    {
        JsonObject words = JsonNode.Parse(File.ReadAllText(PathOf("exact.json")))!.AsObject();
        if (key is not null && value is null)
        {
            words.Remove(key);
        }
        else if (key is not null)
        {
            words[key] = value;
        }

        string path = Path.Combine(folder, "net.pt");
        File.WriteAllBytes(path, bytes);
        File.WriteAllText(Path.ChangeExtension(path, ".json"), words.ToJsonString());
        return path;
    }
}
