using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Noise;
using ScoreSde.Onnx.Export;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Training;

namespace ScoreSde.Tests;

/// <summary>A network that is exported and opened again answers as it did.</summary>
public sealed class ExportTests : IDisposable
{
    private const int Points = 100;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<Parametrisation> Kinds => [.. Enum.GetValues<Parametrisation>()];

    [Fact]
    public void The_shipped_network_answers_alike()
    {
        Checkpoint digits = ShippedModels.Open("digits");
        Assert.InRange(Distance<float>(digits, WeightFormat.Bits32), 0, 2e-6);
        Assert.InRange(Distance<double>(digits, WeightFormat.Bits64), 0, 1e-12);
    }

    /// <summary>Learned variances go out as the second half of a sample, of a pixel where there are any, and come back as they were.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_learned_of_variances_goes_with_it(bool isPicture)
    {
        DataSet data = isPicture ? Digits.Load() : SyntheticData.Create("moons", 64, 0);
        var settings = new TrainingSettings { Steps = 30, Batch = 16, Width = 8, Depth = 1, TimeFeatures = 4, WarmUp = 1, LearnsVariance = true };
        TrainingState state = TrainingState.Start(settings, new VariancePreserving(new LinearSchedule()), DataDescription.Of(data));
        Trainer.Run(state, data, new TrainerOptions { Threads = 1 });
        Checkpoint checkpoint = Checkpoint.Of(state);
        string path = folder["variances.onnx"];
        OnnxExport.Write(path, checkpoint, WeightFormat.Bits64);
        using OnnxNetwork network = OnnxNetwork.Load(path);
        Assert.True(network.Description.LearnedVariances);
        Func<long, int>? labels = data.Classes > 0 ? static row => (int)(row % 10) : null;
        var space = new TileSpace<double>(7, data.Dimension);
        Tile<double>[] tiles = [.. Enumerable.Range(0, 5).Select(_ => space.Allocate())];
        space.FillNormal(tiles[0], 1, new NoiseKey(3, 0, NoisePurpose.Prior));
        NoiseLevel level = checkpoint.Process.At(0.3);
        Assert.True(checkpoint.Score<double>(labels).TryEvaluateWithVariance(tiles[0], level, tiles[1], tiles[2]));
        Assert.True(new OnnxScore<double>(network, labels).TryEvaluateWithVariance(tiles[0], level, tiles[3], tiles[4]));
        for (int i = 0; i < tiles[0].Values.Length; i++)
        {
            Assert.Equal(tiles[1].Values[i], tiles[3].Values[i], 1e-11);
            Assert.Equal(tiles[2].Values[i], tiles[4].Values[i], 1e-11);
        }

        Assert.Contains(tiles[2].Values.ToArray(), static value => value != 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_network_of_every_kind_answers_alike(Parametrisation kind)
    {
        foreach (IDiffusionProcess process in new IDiffusionProcess[]
        {
            new VariancePreserving(Discrete.KnownChains.Parse("ddpm")!.ToSchedule()), new SubVariancePreserving(new CosineSchedule()), new VarianceExploding(new GeometricSchedule()),
        })
        {
            var settings = new TrainingSettings { Steps = 10, Width = 16, Depth = 2, TimeFeatures = 8, Parametrisation = kind, Batch = 32, WarmUp = 2 };
            DataSet data = SyntheticData.Create("mixture8", 400, 1);
            TrainingState state = TrainingState.Start(settings, process, DataDescription.Of(data));
            Trainer.Run(state, data, new TrainerOptions { Threads = 1 });
            Assert.InRange(Distance<double>(Checkpoint.Of(state), WeightFormat.Bits64), 0, 1e-12);
        }
    }

    /// <summary>Classes go out with the network, one as well as many.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Classes_go_with_the_network(int classes)
    {
        var settings = new TrainingSettings { Steps = 20, Width = 8, Depth = 1, TimeFeatures = 4, Batch = 16, WarmUp = 1 };
        float[] values = SyntheticData.Create("moons", 64, 1).Values.ToArray();
        var data = classes == 0
            ? new DataSet("plain", values, 2, DataScaling.Identity)
            : new DataSet("classes", values, 2, DataScaling.Identity, [.. Enumerable.Range(0, 64).Select(row => row % classes)], classes);
        TrainingState state = TrainingState.Start(settings, new VariancePreserving(new LinearSchedule()), DataDescription.Of(data));
        Trainer.Run(state, data, new TrainerOptions { Threads = 1 });
        OnnxExport.Write(folder["classes.onnx"], Checkpoint.Of(state), WeightFormat.Bits64);
        using OnnxNetwork network = OnnxNetwork.Load(folder["classes.onnx"]);
        Assert.Equal(classes, network.Description.Classes);
        var space = new TileSpace<double>(6, 2);
        (Tile<double> x, Tile<double> a, Tile<double> b) = (space.Allocate(), space.Allocate(), space.Allocate());
        space.FillNormal(x, 1, new NoiseKey(3, 0, NoisePurpose.Prior));
        Func<long, int>? labels = classes == 0 ? null : row => (int)(row % classes);
        Checkpoint.Of(state).Score<double>(labels).Evaluate(x, state.Process.At(0.3), a);
        new OnnxScore<double>(network, labels).Evaluate(x, state.Process.At(0.3), b);
        Assert.All(a.Values.ToArray().Zip(b.Values.ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }

    [Fact]
    public void All_deterministic_solvers_agree_to_rounding()
    {
        Checkpoint digits = ShippedModels.Open("digits");
        OnnxExport.Write(folder["net.onnx"], digits, WeightFormat.Bits64);
        using OnnxNetwork network = OnnxNetwork.Load(folder["net.onnx"]);
        TimeGrid grid = BalancedGrid.Of(digits.Process, 8, digits.Range);
        foreach (ISolver solver in KnownSolvers.All)
        {
            double[] own = Sampler.Sample(digits.Process, digits.Score<double>(Label), solver, grid, 8, 5).Values;
            double[] outside = Sampler.Sample(digits.Process, new OnnxScore<double>(network, Label), solver, grid, 8, 5).Values;
            double worst = own.Zip(outside, static (a, b) => Math.Abs(a - b)).Max();
            Assert.True(worst < 1e-9, $"{solver.Facts.Name}: {worst}");
        }
    }

    [Fact]
    public void Its_description_says_what_the_checkpoint_knows()
    {
        Checkpoint digits = ShippedModels.Open("digits");
        OnnxExport.Write(folder["net.onnx"], digits);
        using OnnxNetwork network = OnnxNetwork.Load(folder["net.onnx"]);
        Assert.Equal(new ImageShape(8, 8, 1), network.Image);
        Assert.Equal(digits.Process, network.Description.Process);
        Assert.Equal(digits.Data.Scaling, network.Description.Scaling);
        Assert.Equal((10, "digits"), (network.Description.Classes, network.Description.Data));
        Assert.Equal(digits.KnowsUnlabelled, network.KnowsUnlabelled);
        Assert.Equal(digits.Range, network.Description.Range);
        Assert.Equal(["net.json", "net.onnx"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    private static int Label(long sample) => (int)(sample * 7 % 10);

    // The greatest difference of ε at random points, times and classes, relative to the greatest ε there.
    private double Distance<T>(Checkpoint checkpoint, WeightFormat format)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxExport.Write(folder["net.onnx"], checkpoint, format);
        using OnnxNetwork network = OnnxNetwork.Load(folder["net.onnx"]);
        Func<long, int>? labels = checkpoint.Data.Classes > 0 ? Label : null;
        IScoreFunction<Tile<T>> own = checkpoint.Score<T>(labels);
        var outside = new OnnxScore<T>(network, labels);
        var space = new TileSpace<T>(1, own.Dimension);
        (Tile<T> x, Tile<T> a, Tile<T> b) = (space.Allocate(), space.Allocate(), space.Allocate());
        double worst = 0;
        for (int point = 0; point < Points; point++)
        {
            space.MoveTo(point, 1);
            uint bits = new NoiseKey(9, 0, NoisePurpose.Data).Block(point, 0).X0;
            NoiseLevel level = checkpoint.Process.At(own.Range.Minimum + ((1 - own.Range.Minimum) * (bits / 4294967296.0)));
            space.FillNormal(x, level.MeanScale + level.Deviation, new NoiseKey(3, 0, NoisePurpose.Prior));
            own.Evaluate(x, level, a);
            outside.Evaluate(x, level, b);
            double size = 1;
            double difference = 0;
            for (int i = 0; i < a.Values.Length; i++)
            {
                size = Math.Max(size, Math.Abs(double.CreateChecked(a.Values[i])));
                difference = Math.Max(difference, Math.Abs(double.CreateChecked(a.Values[i] - b.Values[i])));
            }

            worst = Math.Max(worst, difference / size);
        }

        return worst;
    }
}
