using ScoreSde.Onnx.Networks;
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
        Answers answers = Questions.AskForNull(Door.Of(typeof(OnnxNetwork).Assembly), new Arguments(Path.Combine(folder, "x")));
        Assert.True(answers.Faults.Count == 0, string.Join('\n', answers.Faults));
        Assert.True(answers.Calls > 1, $"only {answers.Calls} calls were made, of {answers.Known} doors");
    }
}
