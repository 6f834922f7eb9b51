using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>The seam to libtorch in a build without it.</summary>
public sealed class DevicesTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_table_says_what_is_here_and_how_to_get_the_rest()
    {
        string table = ProgramRun.Done("devices").Out;
        Assert.Contains("processors", table, StringComparison.Ordinal);
        Assert.Contains("-p:Torch=cpu", table, StringComparison.Ordinal);
        Assert.Contains("-p:Torch=cuda", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda", "-p:Torch=cuda")]
    [InlineData("torch", "-p:Torch=cpu")]
    [InlineData("gpu", "'scoresde devices'")]
    public void A_device_that_is_not_here_is_told_in_one_sentence(string device, string fragment)
    {
        foreach (string[] words in new string[][]
        {
            ["sample", "--model", "gaussian", "--out", folder["x.npy"]], ["train", "--data", "digits", "--out", folder["x.safetensors"]],
            ["compare", "--json", folder["x.json"]],
            ["likelihood", "--json", folder["x.json"]], ["restore"],
        })
        {
            ProgramRun run = ProgramRun.Of([.. words, "--device", device]);
            Assert.Equal(App.BadUsage, run.Code);
            Assert.Equal(2, run.Error.TrimEnd('\n').Split('\n').Length);
            Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(folder["."]));
    }

    [Theory]
    [InlineData("--noise is for tensors", "sample", "--noise", "host")]
    [InlineData("--rows", "sample", "--rows", "5")]
    [InlineData("--mixed", "train", "--mixed")]
    [InlineData("--noise must be host or device", "train", "--noise", "dice")]
    [InlineData("give --device torch or --device cuda", "train", "--network", "unet")]
    [InlineData("--network must be mlp or unet", "train", "--network", "transformer")]
    [InlineData("--width means nothing for --network unet", "train", "--network", "unet", "--width", "5")]
    [InlineData("--channels means nothing for --network mlp", "train", "--channels", "5")]
    public void Words_for_tensors_mean_nothing_on_the_CPU(string fragment, params string[] words)
    {
        string[] more = words[0] == "train" ? ["--data", "digits", "--out", folder["x.safetensors"]] : ["--model", "gaussian", "--out", folder["x.npy"]];
        ProgramRun run = ProgramRun.Of([.. words, .. more]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
    }
}
