using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class GuidanceWordsTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_interval_with_all_levels_is_plain_guidance_and_one_with_none_is_the_class_as_learned()
    {
        byte[] plain = Drawn("--guidance", "3");
        byte[] learned = Drawn();
        Assert.Equal(plain, Drawn("--guidance", "3", "--guidance-interval", "0,1e9"));
        Assert.Equal(plain, Drawn("--guidance", "3", "--guidance-rescale", "0"));
        Assert.Equal(learned, Drawn("--guidance", "3", "--guidance-interval", "1e8,1e9"));
        byte[] part = Drawn("--guidance", "3", "--guidance-interval", "0.3,3");
        Assert.NotEqual(plain, part);
        Assert.NotEqual(learned, part);
        Assert.NotEqual(part, Drawn("--guidance", "3", "--guidance-interval", "0.3,3", "--guidance-rescale", "1"));
    }

    [Fact]
    public void Levels_without_guidance_count_once()
    {
        string[] words = ["compare", "--model", "digits", "--solvers", "ddim", "--nfe", "20", "--count", "20", "--all", "--label", "7", "--guidance", "3"];
        string none = ProgramRun.Done([.. words, "--guidance-interval", "1e8,1e9"]).Out;
        Assert.Matches("ddim +10 +10 ", none);
        Assert.Contains("guidance 3 at σ/α from 100000000 to 1000000000", none, StringComparison.Ordinal);
        Assert.Matches("ddim +10 +20 ", ProgramRun.Done([.. words, "--guidance-rescale", "0.7"]).Out);
    }

    [Theory]
    [InlineData("sample --model digits --guidance-interval 0.3,3", "--guidance-interval means nothing without --guidance")]
    [InlineData("compare --model digits --guidance-rescale 0.5", "--guidance-rescale means nothing without --guidance")]
    [InlineData("sample --model digits --guidance 2 --guidance-interval 3,0.3", "must be two levels σ/α with the lower one first, as 0.3,3, not '3,0.3'")]
    [InlineData("sample --model digits --guidance 2 --guidance-interval 3", "must be two levels σ/α")]
    [InlineData("sample --model digits --guidance 2 --guidance-interval -1,3", "--guidance-interval")]
    [InlineData("compare --model digits --guidance 2 --guidance-rescale 1.5", "--guidance-rescale")]
    public void Words_that_do_not_go_together_are_refused(string line, string fragment)
    {
        ProgramRun run = ProgramRun.Of(line.Split(' '));
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
    }

    private byte[] Drawn(params string[] more)
    {
        ProgramRun.Done(["sample", "--model", "digits", "--solver", "ddim", "--steps", "6", "--count", "5", "--out", folder["x.npy"], .. more]);
        return File.ReadAllBytes(folder["x.npy"]);
    }
}
