using Google.Protobuf;
using Onnx;
using ScoreSde.Describing;
using ScoreSde.Onnx.Networks;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Evaluating;

/// <summary>Files that cannot be used are refused in a sentence.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_that_is_missing_damaged_or_none_is_told_so()
    {
        Refused(Place(static _ => { }, "none.onnx"), "there is no such file", exists: false);
        byte[] whole = File.ReadAllBytes(Outside.PathOf("edm"));
        Refused(Bytes(whole[..(whole.Length / 2)]), "damaged or no ONNX file");
        Refused(Bytes([]), "it holds no graph");
        Refused(Bytes("not a network"u8.ToArray()), "damaged or no ONNX file");
        File.Copy(Outside.PathOf("edm"), folder["lone.onnx"]);
        Refused(folder["lone.onnx"], "there is no such description");
    }

    [Fact]
    public void Every_truncation_is_refused_and_none_crashes()
    {
        byte[] whole = File.ReadAllBytes(Outside.PathOf("exact"));
        for (int length = 0; length < whole.Length; length += 97)
        {
            string path = Bytes(whole[..length], "exact");
            Assert.Throws<NetworkFileException>(() => OnnxNetwork.Load(path).Dispose());
        }
    }

    [Fact]
    public void A_graph_that_does_not_fit_its_description_is_told_the_key()
    {
        Refused(Words("""{"output": "noise", "schedule": "ddpm"}"""), "the description does not say how: add \"time\"");
        Refused(Words("""{"output": "noise", "schedule": "ddpm", "time": "index", "names": {"sample": "y"}}"""), "has no input \"y\", which \"names.sample\" names");
        Refused(Words("""{"output": "noise", "schedule": "ddpm", "time": "none"}"""), "has an input noise_labels: float[?] of which the description says nothing");
        Refused(Words("""{"output": "noise", "schedule": "ddpm", "time": "index", "shape": [3]}"""), "contradicts \"shape\": [3]");
        Refused(Words("""{"output": "noise", "schedule": "ddpm", "time": "index", "classes": 4}"""), "has no input for classes");
        Refused(Words("""{"output": "noise", "schedule": "ddpm", "time": "index", "learnedVariances": true}"""), "gives out: float[?, 2] for samples of [2]");
        Refused(Words("""{"output": "noise", "schedule": "ddpm", "time": "index", "names": {"output": "o"}}"""), "has no output \"o\"");
        Refused(Words("""{"output": "noise", "schedule": "ddpm", "time": "index", "fixed": {"p": "p.npy"}}"""), "has no input \"p\", which \"fixed\" names");
    }

    [Fact]
    public void A_type_that_is_not_taken_is_told()
    {
        string path = Place(static model => model.Graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Int64);
        Assert.Throws<NetworkFileException>(() => OnnxNetwork.Load(path).Dispose());
    }

    [Theory]
    [InlineData("../weights.bin", "outside its own folder")]
    [InlineData("/etc/hostname", "outside its own folder")]
    [InlineData("sub/../../weights.bin", "outside its own folder")]
    [InlineData("link.bin", "outside its own folder")]
    [InlineData("missing.bin", "which is not beside it")]
    public void Weights_lie_beside_the_file_alone(string location, string fragment)
    {
        File.CreateSymbolicLink(folder["link.bin"], "/etc/hostname");
        Refused(
            Place(model =>
            {
                TensorProto weights = model.Graph.Initializer[0];
                weights.DataLocation = TensorProto.Types.DataLocation.External;
                weights.RawData = ByteString.Empty;
                weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
            }),
            fragment);
    }

    [Fact]
    public void Weights_beside_the_file_are_read()
    {
        string path = Place(model =>
        {
            TensorProto weights = model.Graph.Initializer.First(static tensor => tensor.RawData.Length > 1000);
            File.WriteAllBytes(folder["weights.bin"], weights.RawData.ToByteArray());
            weights.DataLocation = TensorProto.Types.DataLocation.External;
            weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
            weights.RawData = ByteString.Empty;
        });
        using OnnxNetwork network = OnnxNetwork.Load(path);
        Assert.Equal(2, network.Dimension);
    }

    [Fact]
    public void Numbers_that_are_not_finite_stop_the_run()
    {
        string path = Place(static model =>
        {
            TensorProto bias = model.Graph.Initializer.First(static tensor => tensor.Dims.Count == 1 && tensor.Dims[0] == 2);
            bias.RawData = ByteString.CopyFrom([.. BitConverter.GetBytes(float.NaN), .. BitConverter.GetBytes(1f)]);
        });
        using OnnxNetwork network = OnnxNetwork.Load(path);
        TimeGrid grid = BalancedGrid.Of(network.Description.Process, 5, network.Description.Range);
        Assert.Throws<NonFiniteSampleException>(() => Sampler.Sample(network.Description.Process, new OnnxScore<float>(network), new Heun(), grid, 4, 0));
    }

    private static void Refused(string path, string fragment, bool exists = true)
    {
        if (!exists)
        {
            File.Delete(path);
        }

        var refusal = Assert.Throws<NetworkFileException>(() => OnnxNetwork.Load(path).Dispose());
        Assert.Contains(fragment, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private string Words(string words)
    {
        string path = Place(static _ => { });
        File.WriteAllText(folder["net.json"], words);
        return path;
    }

    private string Bytes(byte[] bytes, string description = "edm")
    {
        File.WriteAllBytes(folder["net.onnx"], bytes);
        File.Copy(Path.ChangeExtension(Outside.PathOf(description), ".json"), folder["net.json"], overwrite: true);
        return folder["net.onnx"];
    }

    private string Place(Action<ModelProto> change, string name = "net.onnx")
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Outside.PathOf("edm")));
        change(model);
        File.WriteAllBytes(folder[name], model.ToByteArray());
        File.Copy(Path.ChangeExtension(Outside.PathOf("edm"), ".json"), folder["net.json"], overwrite: true);
        return folder[name];
    }
}
