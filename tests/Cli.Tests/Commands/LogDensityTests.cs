using System.Globalization;
using System.Text.RegularExpressions;
using ScoreSde.Data.Npy;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary><c>sample --log-density</c>: its file, its figures, its parts, what it refuses.</summary>
public sealed class LogDensityTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Samples_keep_their_bytes_and_the_errors_that_are_told_are_those_of_the_files()
    {
        string[] words = ["sample", "--model", "mixture8", "--solver", "em", "--steps", "60", "--count", "300", "--dtype", "double"];
        ProgramRun.Done([.. words, "--out", folder["plain.npy"]]);
        string told = ProgramRun.Done([.. words, "--out", folder["x.npy"], "--log-density", folder["d.npy"]]).Out;
        Assert.Equal(File.ReadAllBytes(folder["plain.npy"]), File.ReadAllBytes(folder["x.npy"]));
        NpyHeader head = NpyFile.ReadHead(folder["d.npy"]);
        Assert.Equal("<f8", head.Descriptor);
        Assert.Equal([300L], head.Shape);
        double[] densities = Doubles("d.npy");
        double[] samples = Doubles("x.npy");
        NoiseLevel clean = new VariancePreserving(new LinearSchedule()).At(0);
        var law = GaussianMixture.Ring();
        double[] errors = [.. densities.Select((value, i) => value - law.LogDensity(samples.AsSpan(2 * i, 2), clean))];
        Assert.Equal(densities.Average(), Figure(told, @"mean (\S+) ±"), 0.01);
        Assert.Equal(errors.Average(), Figure(told, @"exact ln p: (\S+) ±"), 0.01);
        Assert.Equal(Math.Sqrt(errors.Average(static e => e * e)), Figure(told, @"square error (\S+) nats"), 0.01);
    }

    [Fact]
    public void Parts_are_those_of_one_run_and_are_not_taken_for_samples()
    {
        string[] words = ["sample", "--model", "gaussian", "--solver", "em", "--steps", "8", "--count", "50", "--dtype", "double"];
        ProgramRun.Done([.. words, "--threads", "1", "--out", folder["x.npy"], "--log-density", folder["d.npy"]]);
        for (int i = 1; i <= 3; i++)
        {
            ProgramRun.Done([.. words, "--shard", $"{i}/3", "--out", folder[$"x{i}.npy"], "--log-density", folder[$"d{i}.npy"]]);
        }

        ProgramRun.Done(["merge", folder["x-all.npy"], folder["x1.npy"], folder["x2.npy"], folder["x3.npy"]]);
        ProgramRun.Done(["merge", folder["d-all.npy"], folder["d3.npy"], folder["d1.npy"], folder["d2.npy"]]);
        Assert.Equal(File.ReadAllBytes(folder["x.npy"]), File.ReadAllBytes(folder["x-all.npy"]));
        Assert.Equal(File.ReadAllBytes(folder["d.npy"]), File.ReadAllBytes(folder["d-all.npy"]));
        Assert.Contains("not <f8 with", ProgramRun.Of(["merge", folder["no.npy"], folder["d1.npy"], folder["x2.npy"], folder["d3.npy"]]).Error, StringComparison.Ordinal);
    }

    /// <summary>In the units of pictures, 8 to a unit of the network: ln p is less by 64 ln 8 than in the network's own.</summary>
    [Fact]
    public void A_networks_density_is_in_the_units_of_its_data_and_called_an_estimate()
    {
        ProgramRun run = ProgramRun.Done(["sample", "--model", "digits", "--solver", "em", "--steps", "30", "--count", "8", "--out", folder["x.npy"], "--log-density", folder["d.npy"]]);
        Assert.Contains("An estimate of the density of what this model samples", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Against the exact", run.Out, StringComparison.Ordinal);
        Assert.InRange(Doubles("d.npy").Average(), -160, -20);
    }

    private static double Figure(string text, string pattern) => double.Parse(Regex.Match(text, pattern).Groups[1].Value, CultureInfo.InvariantCulture);

    private double[] Doubles(string name)
    {
        byte[] bytes = File.ReadAllBytes(folder[name]);
        int head = (int)NpyFile.ReadHead(folder[name]).HeadBytes;
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(bytes.AsSpan(head)).ToArray();
    }
}
