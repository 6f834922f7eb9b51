using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Tests.Doors;
using ScoreSde.Training;

namespace ScoreSde.Tests;

/// <summary>Null in the place of one argument is refused by that argument's name, where all else is as usual.</summary>
[Trait("Category", "Once")]
public sealed class OwnDoorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scoresde-doors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>All but what asks an exception of its kind, where null is none of them, and a weight that asks its process for nothing.</summary>
    [Fact]
    public void Null_is_refused_by_name()
    {
        Answers answers = Questions.AskForNull(Door.Of(typeof(Checkpoint).Assembly).Where(static door => door.Method.DeclaringType != typeof(WriteFault) && door.Method.DeclaringType != typeof(LossWeights)), new Arguments(Path.Combine(folder, "x")));
        Assert.True(answers.Faults.Count == 0, string.Join('\n', answers.Faults));
        Assert.True(answers.Calls > 50, $"only {answers.Calls} calls were made, of {answers.Known} doors");
    }
}
