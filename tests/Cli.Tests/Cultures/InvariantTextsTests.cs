using System.Globalization;
using ScoreSde.Checkpoints;
using ScoreSde.Schedules;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Cultures;

/// <summary>Names, sentences and files read the same in every country, in the libraries too, whose users have cultures.</summary>
public sealed class InvariantTextsTests
{
    public static TheoryData<string> Names => ["de-DE", "ar-SA"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_has_a_point(string country) =>
        In(country, () => Assert.Equal("linear:0.1,20", new LinearSchedule(0.1, 20).Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_is_trained_saved_and_sampled(string country) => In(country, () =>
    {
        using var folder = new Folder();
        string network = folder["m.safetensors"];
        ProgramRun.Done("train", "--data", "mixture8", "--steps", "2", "--width", "8", "--depth", "1", "--out", network);
        Assert.Equal("linear:0.1,20", Checkpoint.Load(network).Process.Schedule.Name);
        ProgramRun.Done("sample", "--model", network, "--steps", "2", "--count", "2", "--out", folder["s.npy"]);
    });

    /// <summary>The compiled code holds no way to write or read a number that asks the thread for its culture.</summary>
    [Theory]
    [InlineData("ScoreSde.Sde")]
    [InlineData("ScoreSde.Score")]
    [InlineData("ScoreSde.Verification")]
    [InlineData("scoresde")]
    public void No_call_asks_the_thread_for_its_culture(string assembly)
    {
        string[] calls = [.. CulturedCalls.In(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"))];

        Assert.Empty(calls);
    }

    private static void In(string country, Action act)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = country == "de-DE" ? Countries.OfCommas : Countries.OfArabicMarks;
        try
        {
            act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
