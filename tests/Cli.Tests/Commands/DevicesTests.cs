using ScoreSde.Cli;
using ScoreSde.Cuda;
using ScoreSde.Cuda.Sampling;
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
        Assert.Contains("cuda, fused", table, StringComparison.Ordinal);
        Assert.Contains("cuda, torch", table, StringComparison.Ordinal);
    }

    [Fact]
    public void One_kernel_samples_where_a_card_is_and_else_says_what_is_missing()
    {
        ProgramRun run = ProgramRun.Of(["sample", "--model", "mixture8", "--device", "cuda", "--count", "20", "--out", folder["x.npy"]]);
        if (CudaSupport.WhyNot is { } reason)
        {
            Assert.Equal(App.BadUsage, run.Code);
            Assert.StartsWith($"scoresde: --device cuda: {reason}.\n", run.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(folder["."]));
        }
        else
        {
            Assert.Equal(App.Done, run.Code);
            Assert.True(File.Exists(folder["x.npy"]));
        }
    }

    [Theory]
    [InlineData("--device cuda --engine torch is not in this build", "--device", "cuda", "--engine", "torch")]
    [InlineData("--engine must be fused or torch", "--device", "cuda", "--engine", "steam")]
    [InlineData("--engine is for --device cuda", "--engine", "fused")]
    [InlineData("--precision is for --device cuda", "--precision", "bfloat16")]
    [InlineData("--precision must be exact, bfloat16 or bfloat16x3", "--device", "cuda", "--precision", "half")]
    [InlineData("for a network and --dtype float", "--device", "cuda", "--precision", "bfloat16x3")]
    [InlineData("the kernel makes the CPU's numbers itself", "--device", "cuda", "--noise", "host")]
    [InlineData("--mixed means --precision bfloat16", "--device", "cuda", "--mixed", "--precision", "exact")]
    [InlineData("--threads is for --device cpu", "--device", "cuda", "--threads", "2")]
    public void Words_that_do_not_fit_the_kernel_are_refused(string fragment, params string[] words)
    {
        ProgramRun run = ProgramRun.Of(["sample", "--model", "mixture8", "--out", folder["x.npy"], .. words]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_on_a_card_needs_libtorch()
    {
        ProgramRun run = ProgramRun.Of(["train", "--device", "cuda", "--data", "digits", "--out", folder["x.safetensors"]]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains("-p:Torch=cuda", run.Error, StringComparison.Ordinal);
    }

    [Theory]
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
