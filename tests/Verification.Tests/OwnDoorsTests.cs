using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Tests.Doors;
using ScoreSde.Verification;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests;

/// <summary>Null in the place of one argument is refused by that argument's name, where all else is as usual.</summary>
[Trait("Category", "Once")]
public sealed class OwnDoorsTests
{
    [Fact]
    public void Null_is_refused_by_name()
    {
        Answers answers = Questions.AskForNull(Door.Of(typeof(KnownProperties).Assembly), new Arguments("x", [.. Own()]));
        Assert.True(answers.Faults.Count == 0, string.Join('\n', answers.Faults));
        Assert.True(answers.Calls > 30, $"only {answers.Calls} calls were made, of {answers.Known} doors");
    }

    private static IEnumerable<object> Own() =>
    [
        new VariancePreserving(new LinearSchedule()), new LinearSchedule(), new Ddim(), GaussianMixture.Ring(), new PropertyContext { Cases = 1 }, Parts.Shipped, KnownProperties.All[0],
    ];
}
