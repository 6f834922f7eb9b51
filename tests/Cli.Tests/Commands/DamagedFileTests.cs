using System.Text;
using ScoreSde.Cli;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Files that are there but cannot be used: exit code 1, one sentence that names the file, nothing left behind.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(5000)]
    public void A_truncated_network_is_refused(int length)
    {
        ProgramRun.Done("train", "--data", "moons", "--out", folder["m"], "--steps", "2", "--width", "32", "--depth", "1", "--batch", "8");
        byte[] whole = File.ReadAllBytes(folder["m"]);
        Assert.True(whole.Length > length);
        File.WriteAllBytes(folder["m"], whole[..length]);
        Refused("sample", "--model", folder["m"], "--out", folder["x.npy"]);
    }

    [Fact]
    public void Bytes_that_are_no_network_are_refused()
    {
        File.WriteAllBytes(folder["m"], Encoding.UTF8.GetBytes(new string('x', 1000)));
        Refused("compare", "--model", folder["m"], "--json", folder["r.json"]);
    }

    [Fact]
    public void Values_that_are_not_numbers_are_refused()
    {
        NpyWriter<float>.Save(folder["m"], [1, 2, float.NaN, 4, 5, 6, 7, 8, 9, 10], 2);
        Refused("train", "--data", folder["m"], "--out", folder["n"]);
    }

    [Fact]
    public void A_file_that_is_no_array_is_refused()
    {
        File.WriteAllText(folder["m"], "1,2\n3,4\n");
        Refused("train", "--data", folder["m"], "--out", folder["n"]);
    }

    [Fact]
    public void A_folder_without_images_is_refused()
    {
        Directory.CreateDirectory(folder["m"]);
        Refused("train", "--data", folder["m"], "--out", folder["n"]);
    }

    [Fact]
    public void A_network_alone_cannot_be_resumed()
    {
        ProgramRun.Done("train", "--data", "moons", "--out", folder["m"], "--steps", "2", "--width", "8", "--depth", "0", "--batch", "8");
        Refused("train", "--resume", "--out", folder["m"]);
    }

    [Theory]
    [InlineData("0.1\n0.2\nx\n", "line 3 is not a number")]
    [InlineData("0.1\n1.2\n", "every β_i must lie between 0 and 1")]
    [InlineData("0.1\n", "at least two")]
    public void A_damaged_table_of_rates_is_bad_usage(string text, string fragment)
    {
        File.WriteAllText(folder["betas"], text);
        ProgramRun run = ProgramRun.Of("forward", "--model", "gaussian", "--schedule", $"table:{folder["betas"]}");
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Sentences.Check(run.Error);
    }

    private void Refused(params string[] words)
    {
        ProgramRun run = ProgramRun.Of(words);
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains(folder["m"], run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.Equal(["m"], folder.Files);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Sentences.Check(run.Error);
    }
}
