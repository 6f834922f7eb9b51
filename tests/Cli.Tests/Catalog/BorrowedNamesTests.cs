using ScoreSde.Cli;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

public sealed class BorrowedNamesTests
{
    [Theory]
    [InlineData("euler_a", "ddpm-posterior")]
    [InlineData("euler_ancestral", "ddpm-posterior")]
    [InlineData("Euler a", "ddpm-posterior")]
    [InlineData("k_euler", "ddim")]
    [InlineData("ddim", "ddim")]
    [InlineData("DDIMScheduler", "ddim")]
    [InlineData("EulerDiscreteScheduler", "ddim")]
    [InlineData("k_heun", "heun")]
    [InlineData("dpm_2", "dpm2")]
    [InlineData("k_dpm_2", "dpm2")]
    [InlineData("dpm_fast", "dpm-fast")]
    [InlineData("dpmpp_2m", "dpmpp-2m")]
    [InlineData("dpm++_2m", "dpmpp-2m")]
    [InlineData("DPM++ 2M", "dpmpp-2m")]
    [InlineData("dpm++2m", "dpmpp-2m")]
    [InlineData("DPMSolverMultistepScheduler", "dpmpp-2m")]
    [InlineData("dpmpp_2m_sde", "sde-dpmpp-2m")]
    [InlineData("DPM++ 2M SDE", "sde-dpmpp-2m")]
    [InlineData("dpmpp_3m_sde", "sde-dpmpp-3m")]
    [InlineData("dpmpp_sde", "dpmpp-sde")]
    [InlineData("dpmpp_2s_ancestral", "dpmpp-2s-a")]
    [InlineData("unipc_bh2", "unipc-2")]
    [InlineData("uni_pc", "unipc-2")]
    [InlineData("unipc_bh1", "unipc-2-bh1")]
    [InlineData("deis", "deis-tab3")]
    [InlineData("sa_solver", "sa-2")]
    [InlineData("euler", "euler")]
    public void A_name_of_another_program_finds_its_method(string word, string name)
    {
        var faults = new Faults();
        Assert.Equal(name, SolverCatalog.Find(word, faults)?.Name);
        Assert.True(faults.None);
    }

    [Theory]
    [InlineData("plms", "ipndm")]
    [InlineData("PNDMScheduler", "ipndm")]
    [InlineData("lms", "deis-tab3")]
    [InlineData("dpm_adaptive", "dopri5")]
    [InlineData("dpm_2_ancestral", "dpmpp-2s-a")]
    [InlineData("lcm", "distilled")]
    [InlineData("res_multistep", "unipc-2")]
    public void A_method_that_is_not_here_is_answered_with_what_to_take(string word, string advice)
    {
        var faults = new Faults();
        Assert.Null(SolverCatalog.Find(word, faults));
        string sentence = Assert.Single(Assert.Throws<UsageException>(faults.ThrowIfAny).Faults);
        Assert.StartsWith($"There is no solver '{word}' here: ", sentence, StringComparison.Ordinal);
        Assert.Contains(advice, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("huen", "heun")]
    [InlineData("dpmpp_3n", "dpmpp-3m")]
    [InlineData("eular_a", "ddpm-posterior")]
    public void An_unknown_name_is_answered_with_the_nearest(string word, string nearest)
    {
        var faults = new Faults();
        Assert.Null(SolverCatalog.Find(word, faults));
        Assert.Contains($"Nearest: {nearest}", Assert.Throws<UsageException>(faults.ThrowIfAny).Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_means_two_methods_however_it_is_written()
    {
        (string Key, string Name)[] all =
        [
            .. SolverCatalog.Shelf.Entries.SelectMany(entry => entry.Names.Select(name => (BorrowedNames.KeyOf(name), entry.Name))),
            .. BorrowedNames.All.Select(pair => (BorrowedNames.KeyOf(pair.Borrowed), pair.Name)),
            .. AdaptiveCatalog.Shelf.Entries.Select(entry => (BorrowedNames.KeyOf(entry.Name), entry.Name)),
            .. BorrowedNames.Foreign.Select(name => (BorrowedNames.KeyOf(name), "none")),
        ];
        Assert.All(all.GroupBy(pair => pair.Key), same => Assert.Single(same.Select(pair => pair.Name).Distinct()));
        Assert.All(BorrowedNames.All, pair => Assert.Contains(SolverCatalog.Shelf.Entries, entry => entry.Name == pair.Name));
        Assert.All(BorrowedNames.All, pair => Assert.Equal(pair.Name, SolverCatalog.Find(pair.Borrowed)?.Name));
    }

    [Fact]
    public void What_is_sampled_under_a_borrowed_name_is_what_is_sampled_under_its_own()
    {
        using var folder = new Folder();
        string[] words = ["--model", "gaussian", "--steps", "4", "--count", "6", "--out"];
        ProgramRun run = ProgramRun.Done(["sample", "--solver", "dpm++_2m_sde", .. words, folder["a.npy"]]);
        ProgramRun.Done(["sample", "--solver", "sde-dpmpp-2m", .. words, folder["b.npy"]]);
        Assert.Equal(File.ReadAllBytes(folder["b.npy"]), File.ReadAllBytes(folder["a.npy"]));
        Assert.Contains("sde-dpmpp-2m", run.Error, StringComparison.Ordinal);
    }
}
