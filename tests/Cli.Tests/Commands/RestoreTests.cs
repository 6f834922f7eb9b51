using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class RestoreTests : IDisposable
{
    private readonly Folder folder = new();

    public static TheoryData<string> Methods => ["pigdm", "mmps", "dps-likelihood", "dps", "ddrm", "snips", "replacement", "repaint"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void Each_method_finds_a_point_of_the_plane_that_was_measured_and_alike_on_any_number_of_threads(string method)
    {
        // Blind guesses are √2 · 2.8 = 4.0 from the truth, and 13 σ_y from the measurement. Both kinds of DPS fit it
        // less closely than the rest, and that by Bayes' rule needs short steps. RePaint, which takes the measurement for exact, ends as far from
        // the truth as the measurement's error makes it, and the two measured combinations are much alike.
        string steps = method == "dps-likelihood" ? "200" : "25";
        byte[][] files = [.. new[] { "1", "3" }.Select(threads =>
        {
            string output = folder[$"{method}-{threads}"];
            ProgramRun run = ProgramRun.Done(
                "restore", "--model", "mixture8", "--task", "compressed:2", "--noise", "0.3", "--method", method, "--count", "200", "--steps", steps,
                "--threads", threads, "--out", output);
            Assert.InRange(Figure(run.Out, "error of a sample"), 0.01, 3);
            Assert.InRange(Figure(run.Out, "residual / σ_y"), 0, method.StartsWith("dps", StringComparison.Ordinal) ? 5.5 : 2);
            Assert.DoesNotContain("Warning", run.Error, StringComparison.Ordinal);
            return File.ReadAllBytes(Path.Combine(output, "samples.npy"));
        })];
        Assert.Equal(files[0], files[1]);
    }

    [Fact]
    public void A_digit_is_restored_better_than_blindly_and_fits_its_measurement()
    {
        // Digits at random are 6.1 from each other (the data's deviation, 4.3, times √2).
        ProgramRun run = ProgramRun.Done(
            "restore", "--method", "mmps", "--index", "3", "--count", "4", "--steps", "20", "--image", folder["x.png"]);
        Assert.InRange(Figure(run.Out, "error of a sample"), 0.5, 5);
        Assert.InRange(Figure(run.Out, "residual / σ_y"), 0.5, 3);
    }

    [Theory]
    [InlineData("inpaint", 48)]
    [InlineData("inpaint:2", 60)]
    [InlineData("superres", 16)]
    [InlineData("superres:4", 4)]
    [InlineData("blur:0.8", 64)]
    [InlineData("compressed", 16)]
    [InlineData("compressed:5", 5)]
    public void Each_task_measures_as_many_numbers_as_it_says(string task, int numbers)
    {
        ProgramRun run = ProgramRun.Done(
            "restore", "--task", task, "--method", "ddrm", "--count", "4", "--steps", "5", "--image", folder["all.png"]);
        Assert.StartsWith($"{folder["all.png"]}: picture\ndigits, {task}: {numbers} of 64 numbers, σ_y = 1.00, ddrm, 4 samples\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(["all.png"], folder.Files);
    }

    [Fact]
    public void The_folder_holds_arrays_and_pictures_of_all_that_came_of_it()
    {
        ProgramRun.Done("restore", "--method", "ddrm", "--count", "4", "--steps", "5", "--out", folder["r"]);
        Assert.Equal(
            [
                "deviation.npy", "deviation.png", "mean.npy", "mean.png", "measurement.npy", "measurement.png", "samples.npy", "samples.png",
                "truth.npy", "truth.png",
            ],
            Directory.GetFiles(folder["r"]).Select(file => Path.GetFileName(file)!).Order());
    }

    [Fact]
    public void A_sample_of_a_known_law_is_restored_to_its_exact_posterior_mean()
    {
        // N((1, −1), [[2, 1.2], [1.2, 1]]) with one combination measured; moment matching is exact for it. The spread of samples is then the
        // posterior's, which the residual tells too: E|y − A x|² = σ_y² ± what 500 samples leave open.
        ProgramRun run = ProgramRun.Done(
            "restore", "--model", "gaussian", "--task", "compressed:1", "--method", "mmps", "--noise", "0.2", "--count", "500", "--dtype", "double",
            "--steps", "30", "--out", folder["r"]);
        Assert.InRange(Figure(run.Out, "residual / σ_y"), 0.9, 1.5);
    }

    [Fact]
    public void Without_noise_the_measured_pixels_come_back()
    {
        ProgramRun run = ProgramRun.Done(
            "restore", "--method", "ddrm", "--noise", "0", "--count", "4", "--steps", "5", "--dtype", "double", "--image", folder["x.png"]);
        Assert.InRange(Figure(run.Out, "residual |y − A x|"), 0, 1e-5);
        Assert.DoesNotContain("σ_y ", run.Out.Split("residual |y")[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15", "1")]
    [InlineData("3", "0.01")]
    public void Samples_that_too_long_steps_threw_far_off_are_a_failure_and_not_kept(string steps, string noise)
    {
        ProgramRun run = ProgramRun.Of(
            "restore", "--method", "dps-likelihood", "--index", "3", "--count", "2", "--steps", steps, "--noise", noise, "--out", folder["r"], "--image", folder["x.png"]);
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains("diverged", run.Error, StringComparison.Ordinal);
        Assert.Contains("give more --steps, or another --method; nothing was written", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_run_that_is_stopped_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        ProgramRun run = ProgramRun.Of(source.Token, "restore", "--out", folder["r"], "--image", folder["x.png"]);
        Assert.NotEqual(App.Done, run.Code);
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData("--task inpant", "There is no task 'inpant'. Nearest: inpaint")]
    [InlineData("--task superres:3", "does not fall into squares of 3 × 3")]
    [InlineData("--task inpaint:8", "must keep a coordinate")]
    [InlineData("--task blur:x", "The number of task 'blur' must be greater than 0 and at most 64, not 'x'")]
    [InlineData("--model mixture8 --task blur", "samples of model 'mixture8' are none")]
    [InlineData("--method ddrm --solver heun", "so --solver means nothing")]
    [InlineData("--method dps-likelihood --noise 0", "needs a measurement with error")]
    [InlineData("--noise -1", "--noise must be a number at least 0, not '-1'")]
    [InlineData("--index 359", "--index must be a whole number from 0 to 358, not '359'")]
    [InlineData("--label 10", "--label must be a class of model 'digits', not '10'; the classes are 0, 1, 2")]
    [InlineData("--benchmark", "--out means nothing beside --benchmark")]
    [InlineData("--out {folder}/no/r", "its folder does not exist")]
    [InlineData("--out", "Required argument missing")]
    public void Words_that_cannot_be_carried_out_are_refused_by_name(string words, string sentence)
    {
        string[] given = [.. words.Replace("{folder}", folder["."], StringComparison.Ordinal).Split(' ')];
        ProgramRun run = ProgramRun.Of(["restore", .. given, .. words.Contains("--out", StringComparison.Ordinal) ? Array.Empty<string>() : ["--out", folder["r"]]]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Nothing_to_keep_is_refused() =>
        Assert.Contains("Nothing would be kept", ProgramRun.Of("restore").Error, StringComparison.Ordinal);

    [Fact]
    public void Guided_samples_cost_twice_and_weight_one_is_the_class_as_learned()
    {
        float[] Sample(params string[] more)
        {
            ProgramRun run = ProgramRun.Done(
                ["sample", "--label", "7", "--steps", "4", "--count", "5", "--out", folder["x.npy"], .. more]);
            Assert.Contains(more.Length == 0 ? ", 7 evaluations" : ", 14 evaluations", run.Error, StringComparison.Ordinal);
            return Data.Npy.NpyFile.Load(folder["x.npy"]).Values;
        }

        float[] learned = Sample();
        float[] one = Sample("--guidance", "1");
        float[] sharp = Sample("--guidance", "3");
        Assert.Equal(learned, one);
        Assert.NotEqual(learned, sharp);
        Assert.Contains("has no classes", ProgramRun.Of("sample", "--model", "mixture8", "--guidance", "2", "--out", folder["x.npy"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_left_out_in_training_change_the_network()
    {
        byte[] Train(string share)
        {
            ProgramRun.Done(
                "train", "--data", "digits", "--out", folder["m"], "--steps", "3", "--width", "8", "--depth", "1", "--batch", "8", "--label-dropout", share);
            return File.ReadAllBytes(folder["m"]);
        }

        Assert.NotEqual(Train("0"), Train("1"));
        Assert.Contains("--label-dropout must be a number from 0 to 1, not '2'", ProgramRun.Of("train", "--label-dropout", "2").Error, StringComparison.Ordinal);
    }

    private static double Figure(string table, string name)
    {
        string line = table.Split('\n').Single(line => line.TrimStart().StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[^1]);
    }
}
