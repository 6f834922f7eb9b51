using ScoreSde.Cli;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

[Trait("Category", "Once")]
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
    public void CFG_plus_plus_is_the_free_model_at_nothing_and_ends_with_the_data_of_the_class()
    {
        byte[] free = Drawn("--guidance", "0");
        Assert.All(NpyValues(free).Zip(NpyValues(Drawn("--guidance", "0", "--cfgpp"))), static pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.NotEqual(Drawn("--guidance", "0.5"), Drawn("--guidance", "0.5", "--cfgpp"));

        // One step to t = 0 renoises nothing.
        string[] one = ["--steps", "1", "--grid", "quadratic", "--dtype", "double"];
        Assert.All(
            NpyValues(Drawn(6, [.. one, "--guidance", "0.5"])).Zip(NpyValues(Drawn(6, [.. one, "--guidance", "0.5", "--cfgpp"]))),
            static pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Contains("12 evaluations", ProgramRun.Done("sample", "--model", "digits", "--solver", "ddim", "--steps", "6", "--guidance", "0.5", "--cfgpp", "--out", folder["y.npy"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guide_that_is_the_model_leads_nowhere_and_counts()
    {
        Assert.All(NpyValues(Drawn()).Zip(NpyValues(Drawn("--guidance", "3", "--guide", "digits"))), static pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        string table = ProgramRun.Done("compare", "--model", "digits", "--solvers", "ddim", "--nfe", "20", "--count", "20", "--all", "--guidance", "3", "--guide", "digits").Out;
        Assert.Matches("ddim +10 +20 ", table);
        Assert.Contains("digits, guidance 3 from digits", table, StringComparison.Ordinal);
        ProgramRun.Done("restore", "--model", "digits", "--method", "replacement", "--guide", "digits", "--guidance", "2", "--steps", "4", "--count", "2");
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
    [InlineData("sample --model digits --cfgpp", "--cfgpp means nothing without --guidance")]
    [InlineData("restore --model digits --guide digits", "--guide means nothing without --guidance")]
    [InlineData("sample --model digits --solver ddim --guidance 1.5 --cfgpp", "is the λ of --cfgpp, which is at most 1, not 1.5")]
    [InlineData("sample --model digits --solver ddim --guidance 1 --cfgpp --guide digits", "give one of them")]
    [InlineData("sample --model digits --solver heun --guidance 1 --cfgpp", "solvers that ask once a step and keep no history")]
    [InlineData("sample --model digits --solver dopri5 --guidance 1 --cfgpp", "solver 'dopri5' chooses its own")]
    [InlineData("compare --model digits --solvers ddim,dpmpp-2m --guidance 1 --cfgpp", "not for 'dpmpp-2m'")]
    [InlineData("compare --model digits --solvers em --path --guidance 1 --cfgpp", "its steps solve no equation")]
    [InlineData("restore --model digits --label 3 --solver ddim --guidance 1 --cfgpp", "--method replacement takes it")]
    [InlineData("restore --model digits --label 3 --guidance 2 --guidance-rescale 0.5", "ddrm, snips, replacement and repaint need none")]
    [InlineData("sample --model digits --guidance 2 --guide mixture8", "samples of 2 numbers, not of 64")]
    [InlineData("sample --model mixture8 --process ve --guidance 2 --guide digits", "contradicts model 'digits'")]
    [InlineData("sample --model mixture8 --guidance 2 --guide nothing", "nothing")]
    [InlineData("sample --model digits --solver em --guidance 1 --cfgpp --log-density p.npy", "which steps of --cfgpp do not follow")]
    public void Words_that_do_not_go_together_are_refused(string line, string fragment)
    {
        ProgramRun run = ProgramRun.Of(line.Split(' '));
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
    }

    private byte[] Drawn(params string[] more) => Drawn(6, [.. more, "--steps", "6"]);

    private byte[] Drawn(int count, string[] more)
    {
        ProgramRun.Done(["sample", "--model", "digits", "--solver", "ddim", "--count", $"{count - 1}", "--out", folder["x.npy"], .. more]);
        return File.ReadAllBytes(folder["x.npy"]);
    }

    private float[] NpyValues(byte[] file)
    {
        File.WriteAllBytes(folder["values.npy"], file);
        return NpyFile.Load(folder["values.npy"]).Values;
    }
}
