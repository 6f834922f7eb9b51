using ScoreSde.Diffusers;
using ScoreSde.Onnx.Networks;
using ScoreSde.States;

namespace ScoreSde.Tests.Diffusers;

/// <summary>The network of a folder in diffusers' layout; what its settings say is asked by the tests of src/Score.</summary>
public sealed class DiffusersNetworkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_gives_the_answers_of_the_file_that_it_holds()
    {
        Directory.CreateDirectory(folder["unet"]);
        Directory.CreateDirectory(folder["scheduler"]);
        File.Copy(Outside.PathOf("noise-by-index"), folder["unet/model.onnx"]);
        File.WriteAllText(folder["scheduler/scheduler_config.json"], """{"_class_name": "DDPMScheduler", "_diffusers_version": "0.30.0", "beta_schedule": "linear", "num_train_timesteps": 1000}""");
        Assert.True(DiffusersFolder.IsOne(folder.Path));
        using OnnxNetwork whole = Outside.Open("noise-by-index");
        using OnnxNetwork network = OnnxNetwork.Load(DiffusersFolder.NetworkOf(folder.Path)!, DiffusersFolder.Describe(folder.Path));
        var space = new TileSpace<float>(3, 2);
        (Tile<float> x, Tile<float> a, Tile<float> b) = (space.Allocate(), space.Allocate(), space.Allocate());
        new[] { 0.1f, -1, 2, 0.5f, 1, 1 }.CopyTo(x.Values);
        new OnnxScore<float>(whole).Evaluate(x, whole.Description.Process.At(0.4), a);
        new OnnxScore<float>(network).Evaluate(x, network.Description.Process.At(0.4), b);
        Assert.Equal(a.Values.ToArray(), b.Values.ToArray());

        // A description of one's own beside the network goes before the settings.
        File.Copy(Path.ChangeExtension(Outside.PathOf("noise-by-index"), ".json"), folder["unet/model.json"]);
        Assert.Equal("mixture8", DiffusersFolder.Describe(folder.Path).Data);
    }
}
