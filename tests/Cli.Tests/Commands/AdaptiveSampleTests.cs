using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Cli;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Data.Npy;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class AdaptiveSampleTests
{
    [Theory]
    [InlineData("dopri5")]
    [InlineData("tsit5")]
    [InlineData("adaptive-sde")]
    public void An_adaptive_solver_draws_samples_and_tells_what_they_cost(string solver)
    {
        using var folder = new Folder();
        ProgramRun run = ProgramRun.Done(
            "sample", "--model", "mixture8", "--solver", solver, "--rtol", "0.01", "--atol", "0.01", "--count", "40", "--out", folder["a.npy"], "--image", folder["a.png"]);
        Assert.Matches(@"\d+\.\d evaluations a sample \(\d+ to \d+\), \d+ ?% of the steps rejected", run.Error);
        NpyArray samples = NpyFile.Load(folder["a.npy"]);
        Assert.Equal([40, 2], samples.Shape);

        // The ring has radius 4 and deviation 0.3.
        for (int i = 0; i < 40; i++)
        {
            Assert.InRange(Math.Sqrt((samples.Values[2 * i] * samples.Values[2 * i]) + (samples.Values[(2 * i) + 1] * samples.Values[(2 * i) + 1])), 2.4, 5.6);
        }
    }

    [Theory]
    [InlineData("float")]
    [InlineData("double")]
    public void Samples_are_made_in_the_numbers_that_are_asked_for(string type)
    {
        using var folder = new Folder();
        ProgramRun.Done("sample", "--model", "mixture8", "--solver", "dopri5", "--rtol", "1e-3", "--atol", "1e-3", "--count", "20", "--seed", "7", "--dtype", type, "--out", folder["a.npy"]);
        (float[] single, float[] full) = (Library<float>(), Library<double>());
        Assert.Equal(type == "float" ? single : full, NpyFile.Load(folder["a.npy"]).Values);
        Assert.False(single.SequenceEqual(full));

        static float[] Library<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            IAdaptiveMethod method = AdaptiveCatalog.Shelf.Find("dopri5", new Faults())!.Value(new Tolerance(1e-3, 1e-3));
            var process = new VariancePreserving(new LinearSchedule());
            return [.. AdaptiveSampler.Sample(process, GaussianMixture.Ring().Score<T>(), method, 20, 7).Values.Select(static value => float.CreateTruncating(value))];
        }
    }

    [Fact]
    public void A_trajectory_is_kept_at_the_nearest_times_and_ends_in_the_samples()
    {
        using var folder = new Folder();
        string[] words = ["sample", "--model", "mixture8", "--steps", "10", "--grid", "uniform", "--count", "30", "--seed", "3"];
        ProgramRun run = ProgramRun.Done([.. words, "--trajectory", "0,0.52,1", "--out", folder["a.npy"], "--image", folder["a.png"]]);
        ProgramRun.Done([.. words, "--out", folder["b.npy"]]);
        Assert.Contains("t = 1, 0.5, 0.", run.Error, StringComparison.Ordinal);
        NpyArray states = NpyFile.Load(folder["a.npy"]);
        Assert.Equal([3, 30, 2], states.Shape);
        Assert.Equal(NpyFile.Load(folder["b.npy"]).Values, states.Values[120..]);
    }

    [Fact]
    public void A_trajectory_of_one_time_has_the_axis_of_times_too()
    {
        using var folder = new Folder();
        string[] words = ["sample", "--model", "mixture8", "--steps", "10", "--count", "30", "--seed", "3"];
        ProgramRun.Done([.. words, "--trajectory", "0", "--out", folder["a.npy"], "--image", folder["a.png"]]);
        ProgramRun.Done([.. words, "--out", folder["b.npy"]]);
        NpyArray states = NpyFile.Load(folder["a.npy"]);
        Assert.Equal([1, 30, 2], states.Shape);
        Assert.Equal(NpyFile.Load(folder["b.npy"]).Values, states.Values);
    }

    [Theory]
    [InlineData("--steps contradicts solver 'dopri5'", "--solver", "dopri5", "--steps", "5")]
    [InlineData("--trajectory contradicts solver 'tsit5'", "--solver", "tsit5", "--trajectory", "0")]
    [InlineData("--rtol is for an adaptive solver", "--solver", "heun", "--rtol", "0.1")]
    [InlineData("at least 1E-05 in float", "--solver", "dopri5", "--rtol", "1e-8", "--atol", "1e-8")]
    [InlineData("--trajectory must be a number", "--trajectory", "2")]
    public void Words_that_contradict_each_other_are_refused(string sentence, params string[] words)
    {
        using var folder = new Folder();
        ProgramRun run = ProgramRun.Of(["sample", "--model", "mixture8", "--out", folder["a.npy"], .. words]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }
}
