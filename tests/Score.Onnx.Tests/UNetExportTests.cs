using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Onnx;
using ScoreSde.Onnx.Export;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests;

/// <summary>A U-Net that is exported answers as libtorch does; tests/Score.Torch.Tests asks more of it where libtorch is.</summary>
public sealed class UNetExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Its_answers_are_those_of_PyTorch()
    {
        // As Networks/TwinTests has it for TorchSharp: λ is that of a time, and libtorch itself is some 1e-6 from its own float64 in float32.
        Assert.InRange(Difference<double>(WeightFormat.Bits64), 0, 1e-9);
        Assert.InRange(Difference<float>(WeightFormat.Bits32), 0, 1e-5);
        Assert.InRange(Difference<float>(WeightFormat.Bits16), 1e-6, 1e-2);
    }

    [Fact]
    public void Its_checkpoint_comes_back_from_a_file_and_its_description_says_what_that_knows()
    {
        TwinUNet.Checkpoint().Save(folder["unet.safetensors"]);
        UNetCheckpoint checkpoint = UNetCheckpoint.Load(folder["unet.safetensors"]);
        OnnxExport.Write(folder["net.onnx"], checkpoint);
        OnnxExport.Write(folder["half.onnx"], checkpoint, WeightFormat.Bits16);
        using OnnxNetwork network = OnnxNetwork.Load(folder["net.onnx"]);
        Assert.Equal(TwinUNet.Settings.Image, network.Image);
        Assert.Equal(checkpoint.Process, network.Description.Process);
        Assert.Equal((checkpoint.Data.Scaling, 3, 3), (network.Description.Scaling, network.Description.Classes, network.Description.NoClass));
        Assert.Equal(checkpoint.Range, network.Description.Range);
        int weights = 4 * checkpoint.Weights.Sum(static array => array.Length);
        Assert.InRange(new FileInfo(folder["net.onnx"]).Length - new FileInfo(folder["half.onnx"]).Length, weights / 6, weights / 2);
    }

    [Fact]
    public void Without_a_file_it_answers_the_same()
    {
        OnnxExport.Write(folder["net.onnx"], TwinUNet.Checkpoint());
        using OnnxNetwork file = OnnxNetwork.Load(folder["net.onnx"]);
        using OnnxNetwork memory = OnnxNetwork.Of(TwinUNet.Checkpoint(), "unet");
        Assert.Equal(Answers<float>(file), Answers<float>(memory));

        // Ten maps of four channels of a picture for each row, beside the graph.
        Assert.Equal(10.0 * 8 * 4 * 4 * sizeof(float), memory.BytesFor(3) - memory.BytesFor(2), 1e-6);
        Assert.Throws<ArgumentNullException>(() => OnnxNetwork.Of(null!, "unet"));
    }

    /// <summary>Beside ε, which keeps its bits, w of the same pass; from memory and from a file.</summary>
    [Theory]
    [InlineData(WeightFormat.Bits64, 1e-9)]
    [InlineData(WeightFormat.Bits32, 1e-5)]
    public void What_it_learned_of_variances_is_the_second_half_of_its_channels(WeightFormat format, double tolerance)
    {
        UNetCheckpoint checkpoint = TwinUNet.Checkpoint(learnsVariance: true);
        checkpoint.Save(folder["unet.safetensors"]);
        checkpoint = UNetCheckpoint.Load(folder["unet.safetensors"]);
        Assert.True(checkpoint.Network.LearnsVariance && checkpoint.Training.LearnsVariance);
        OnnxExport.Write(folder["net.onnx"], checkpoint, format);
        bool isDouble = format == WeightFormat.Bits64;
        using OnnxNetwork file = OnnxNetwork.Load(folder["net.onnx"]);
        using OnnxNetwork memory = OnnxNetwork.Of(checkpoint, "unet", isDouble);
        using OnnxNetwork plain = OnnxNetwork.Of(TwinUNet.Checkpoint(), "unet", isDouble);
        Assert.True(file.Description.LearnedVariances);
        Assert.Equal([8, 4, 4], file.Roles.Output.Lengths.Skip(1));
        Assert.Equal([8, 4, 2], file.Roles.Sample.Lengths.Skip(1));
        double[] learned = Variances(file);
        Assert.Equal(learned, Variances(memory));
        Assert.Equal(Answers<double>(plain), Answers<double>(memory));
        Assert.False(new OnnxScore<double>(plain, static _ => 0).OffersVariance);
        Assert.InRange(learned.Zip(TwinUNet.Outputs, static (w, y) => Math.Abs(w + (2 * y)) / (1 + Math.Abs(y))).Max(), 0, 2 * tolerance);

        static double[] Variances(OnnxNetwork network) => Answers<double>(network, static (score, x, level, epsilon, w) =>
        {
            Assert.True(score.OffersVariance && score.TryEvaluateWithVariance(x, level, epsilon, w));
            return w;
        });
    }

    /// <summary>Pictures of one colour, that are no squares: what a row is does not tell which rows share its pass, from its pixels on.</summary>
    [Theory]
    [InlineData(WeightFormat.Bits64, 1e-12)]
    [InlineData(WeightFormat.Bits32, 1e-5)]
    public void Grey_pictures_come_back_row_by_row(WeightFormat format, double tolerance)
    {
        UNetCheckpoint checkpoint = TwinUNet.Grey();
        OnnxExport.Write(folder["net.onnx"], checkpoint, format);
        using OnnxNetwork network = OnnxNetwork.Load(folder["net.onnx"]);
        Assert.Equal((32, checkpoint.Network.Image), (network.Dimension, network.Image));
        double[] pixels = [.. Enumerable.Range(0, 5 * 32).Select(static i => Math.Sin(0.7 * i * i))];
        double[] together = Asked(network, pixels, 5);
        for (int row = 0; row < 5; row++)
        {
            double[] alone = Asked(network, pixels[(32 * row)..(32 * (row + 1))], 1);
            Assert.All(alone.Zip(together[(32 * row)..]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }

        // Mirrored left to right, with kernels that are mirrored too, the answer is mirrored: rows of pixels are where they were.
        double[] mirrored = Asked(network, Mirrored(pixels), 5);
        Assert.All(Mirrored(mirrored).Zip(together), pair => Assert.Equal(pair.Second, pair.First, 10 * tolerance));
        Assert.NotEqual(together[..4], together[4..8]);

        static double[] Mirrored(double[] pixels) => [.. pixels.Chunk(4).SelectMany(static line => line.Reverse())];

        static double[] Asked(OnnxNetwork network, double[] pixels, int rows)
        {
            var space = new TileSpace<double>(rows, 32);
            (Tile<double> x, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
            pixels.CopyTo(x.Values);
            new OnnxScore<double>(network).Evaluate(x, network.Description.Process.At(0.4), epsilon);
            return epsilon.Values.ToArray();
        }
    }

    [Fact]
    public void A_file_whose_words_contradict_each_other_about_variances_is_refused()
    {
        TwinUNet.Checkpoint(learnsVariance: true).Save(folder["unet.safetensors"]);
        TensorFile content = TensorReader.Read(folder["unet.safetensors"]);
        var words = new Dictionary<string, string>(content.Metadata);
        Assert.True(words["training"].Contains("earnsVariance", StringComparison.Ordinal) && words["unet"].Contains("earnsVariance", StringComparison.Ordinal));
        words["training"] = words["training"].Replace("\"learnsVariance\":true", "\"learnsVariance\":false", StringComparison.Ordinal);
        CheckpointException refused = Assert.Throws<CheckpointException>(() => UNetCheckpoint.From(new TensorFile(content.Tensors, words), "x"));
        Assert.Contains("differ in whether variances are learned", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Tiles go to threads as they come; what a sample is does not tell.</summary>
    [Fact]
    public void Samples_with_learned_variances_have_the_same_bits_on_any_number_of_threads()
    {
        UNetCheckpoint checkpoint = TwinUNet.Checkpoint(learnsVariance: true);
        using OnnxNetwork network = OnnxNetwork.Of(checkpoint, "unet", threads: 2);
        float[][] runs = [.. new[] { 1, 3 }.Select(threads => Sampler.Sample(
            checkpoint.Process, new OnnxScore<float>(network, static row => (int)(row % 3)), new LearnedAncestral(), Grids.Quadratic(6), 300, 5, new SamplerOptions { Threads = threads }).Values)];
        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public void What_is_shipped_opens_by_its_name()
    {
        Assert.All(ShippedUNets.Names, static name =>
        {
            UNetCheckpoint checkpoint = ShippedUNets.Open(name);
            Assert.Equal(checkpoint.Network.Image, checkpoint.Data.Image);
            Assert.True(checkpoint.KnowsUnlabelled);
        });
        Assert.Contains("fashion", Assert.Throws<ArgumentException>(static () => ShippedUNets.Open("clothes")).Message, StringComparison.Ordinal);
    }

    private double Difference<T>(WeightFormat format)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxExport.Write(folder["net.onnx"], TwinUNet.Checkpoint(), format);
        using OnnxNetwork network = OnnxNetwork.Load(folder["net.onnx"]);
        return Answers<T>(network).Zip(TwinUNet.Outputs, static (a, b) => Math.Abs(double.CreateChecked(a) - b) / (1 + Math.Abs(b))).Max();
    }

    // ε is what the network gives: each row at its own level.
    private static T[] Answers<T>(OnnxNetwork network)
        where T : unmanaged, IFloatingPointIeee754<T> => Answers<T>(network, static (score, x, level, epsilon, _) =>
        {
            score.Evaluate(x, level, epsilon);
            return epsilon;
        });

    private static T[] Answers<T>(OnnxNetwork network, Func<OnnxScore<T>, Tile<T>, NoiseLevel, Tile<T>, Tile<T>, Tile<T>> ask)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] labels = TwinUNet.Labels;
        var score = new OnnxScore<T>(network, row => labels[row]);
        var space = new TileSpace<T>(1, score.Dimension);
        (Tile<T> x, Tile<T> epsilon, Tile<T> other) = (space.Allocate(), space.Allocate(), space.Allocate());
        var answers = new List<T>();
        for (int row = 0; row < labels.Length; row++)
        {
            space.MoveTo(row, 1);
            for (int i = 0; i < score.Dimension; i++)
            {
                x.Values[i] = T.CreateChecked(TwinUNet.Inputs[(row * score.Dimension) + i]);
            }

            answers.AddRange(ask(score, x, network.Description.Process.AtLambda(TwinUNet.Levels[row]), epsilon, other).Values);
        }

        return [.. answers];
    }
}
