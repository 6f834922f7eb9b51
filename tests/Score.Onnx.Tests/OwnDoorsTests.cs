using Microsoft.ML.OnnxRuntime;
using ScoreSde.Checkpoints;
using ScoreSde.Onnx.Networks;
using ScoreSde.States;
using ScoreSde.Tests.Doors;

namespace ScoreSde.Tests;

/// <summary>Null in the place of one argument is refused by that argument's name, where all else is as usual.</summary>
[Trait("Category", "Once")]
public sealed class OwnDoorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scoresde-doors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Null_is_refused_by_name()
    {
        using OnnxNetwork network = Outside.Open("noise-by-index");
        using var session = new InferenceSession(Outside.PathOf("noise-by-index"));
        Answers answers = Questions.AskForNull(Door.Of(typeof(OnnxNetwork).Assembly, ofObjects: true), new Arguments(Path.Combine(folder, "x"), network, session, new OnnxScore<float>(network), new TileSpace<float>(3, 2).Allocate(), ShippedModels.Open("digits"), TwinUNet.Checkpoint()));
        Assert.True(answers.Faults.Count == 0, string.Join('\n', answers.Faults));
        Assert.True(answers.Unknown.Count == 0, string.Join('\n', answers.Unknown));
        Assert.True(answers.Calls > 10, $"only {answers.Calls} calls were made, of {answers.Known} doors");
    }
}
