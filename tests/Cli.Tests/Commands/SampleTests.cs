using System.Text;
using ScoreSde.Cli;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class SampleTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mixture8", "heun", "float")]
    [InlineData("gaussian", "em", "double")]
    [InlineData("digits", "pc-snr", "float")]
    public void The_file_does_not_depend_on_the_threads(string model, string solver, string dtype)
    {
        byte[][] files = [.. new[] { "1", "2", "5" }.Select(threads => Sample("--model", model, "--solver", solver, "--dtype", dtype, "--threads", threads, "--count", "150", "--nfe", "8"))];
        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
    }

    [Theory]
    [InlineData("mixture8", "ddpm-posterior", 2)]
    [InlineData("digits", "heun", 64)]
    public void The_first_rows_do_not_depend_on_the_count(string model, string solver, int dimension)
    {
        byte[] few = Sample("--model", model, "--solver", solver, "--count", "20", "--nfe", "6");
        byte[] many = Sample("--model", model, "--solver", solver, "--count", "70", "--nfe", "6");
        Assert.Equal(few.AsSpan(few.Length - (20 * dimension * 4)), many.AsSpan(many.Length - (70 * dimension * 4), 20 * dimension * 4));
    }

    [Fact]
    public void The_case_of_an_ending_tells_no_kind()
    {
        using var place = new Folder();
        ProgramRun.Done("sample", "--model", "gaussian", "--steps", "2", "--count", "2", "--out", place["A.CSV"]);
        Assert.StartsWith("x0,x1\n", File.ReadAllText(place["A.CSV"]), StringComparison.Ordinal);
        File.Copy("Networks/exact.onnx", place["NET.ONNX"]);
        File.Copy("Networks/exact.json", place["NET.json"]);
        ProgramRun.Done("sample", "--model", place["NET.ONNX"], "--steps", "2", "--count", "2", "--out", place["B.NPY"]);
    }

    [Fact]
    public void The_seed_decides_the_file()
    {
        byte[] one = Sample("--model", "gaussian", "--seed", "1", "--count", "5", "--steps", "3");
        Assert.Equal(one, Sample("--model", "gaussian", "--seed", "1", "--count", "5", "--steps", "3"));
        Assert.NotEqual(one, Sample("--model", "gaussian", "--seed", "2", "--count", "5", "--steps", "3"));
    }

    [Theory]
    [InlineData("float", "<f4", 4)]
    [InlineData("double", "<f8", 8)]
    public void The_file_is_a_numpy_array(string dtype, string descr, int size)
    {
        byte[] bytes = Sample("--model", "gaussian", "--dtype", dtype, "--count", "7", "--steps", "2");
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], bytes[..8]);
        int header = bytes[8] + (256 * bytes[9]);
        Assert.Equal(0, (10 + header) % 64);
        Assert.Equal(10 + header + (7 * 2 * size), bytes.Length);
        string text = Encoding.ASCII.GetString(bytes, 10, header);
        Assert.Contains($"'descr': '{descr}'", text, StringComparison.Ordinal);
        Assert.Contains("'fortran_order': False", text, StringComparison.Ordinal);
        Assert.Contains("'shape': (7, 2)", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vp", "linear:0.1,20", "heun")]
    [InlineData("subvp", "cosine", "em")]
    [InlineData("ve", "geometric:0.01,50", "heun")]
    [InlineData("vp", "cosine", "ddpm-analytic")]
    public void Samples_of_the_gaussian_have_its_mean(string process, string schedule, string solver)
    {
        const int Count = 2000;
        Sample("--model", "gaussian", "--process", process, "--schedule", schedule, "--solver", solver, "--nfe", "99", "--count", $"{Count}");
        float[] samples = NpyFile.Load(folder["x.npy"]).Values;
        double x = Enumerable.Range(0, Count).Average(row => samples[2 * row]);
        double y = Enumerable.Range(0, Count).Average(row => samples[(2 * row) + 1]);

        // Means are exact but for the prior's, chance, and a term of order 1/99; 4.9 standard errors are α = 1e-6 for each.
        Assert.InRange(x, 1 - (4.9 * Math.Sqrt(2.0 / Count)) - 0.02, 1 + (4.9 * Math.Sqrt(2.0 / Count)) + 0.02);
        Assert.InRange(y, -1 - (4.9 * Math.Sqrt(1.0 / Count)) - 0.02, -1 + (4.9 * Math.Sqrt(1.0 / Count)) + 0.02);
    }

    [Fact]
    public void A_budget_gives_the_most_steps_that_fit()
    {
        ProgramRun run = ProgramRun.Done("sample", "--model", "gaussian", "--solver", "heun", "--nfe", "10", "--count", "3", "--out", folder["x.npy"]);
        Assert.Contains("5 steps, 9 evaluations", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_of_digits_are_in_units_of_the_data()
    {
        Sample("--model", "digits", "--nfe", "20", "--count", "10");
        float[] samples = NpyFile.Load(folder["x.npy"]).Values;
        Assert.InRange(samples.Average(), 3, 7);
        Assert.InRange(samples.Max(), 12, 24);
    }

    [Fact]
    public void A_label_changes_the_samples_of_other_classes_alone()
    {
        byte[] turns = Sample("--model", "digits", "--nfe", "6", "--count", "10");
        byte[] sevens = Sample("--model", "digits", "--nfe", "6", "--count", "10", "--label", "7");
        const int Row = 64 * 4;
        int start = turns.Length - (10 * Row);
        for (int row = 0; row < 10; row++)
        {
            bool same = turns.AsSpan(start + (row * Row), Row).SequenceEqual(sevens.AsSpan(start + (row * Row), Row));
            Assert.Equal(row == 7, same);
        }
    }

    [Fact]
    public void Pictures_are_written_beside_or_instead_of_the_samples()
    {
        ProgramRun.Done("sample", "--model", "digits", "--nfe", "4", "--count", "20", "--image", folder["d.png"]);
        ProgramRun.Done("sample", "--model", "mixture8", "--nfe", "4", "--count", "20", "--image", folder["m.png"]);
        Assert.Equal(["d.png", "m.png"], folder.Files);
        Assert.All(folder.Files, file => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder[file])[..4]));
    }

    [Theory]
    [InlineData("ve", "linear:0.1,20", true)]
    [InlineData("vp", "linear:0.1,5", true)]
    [InlineData("vp", "linear:0.1,20", false)]
    [InlineData("ve", "geometric:0.01,50", false)]
    [InlineData("subvp", "cosine", false)]
    public void A_schedule_that_leaves_much_of_the_data_is_warned_of(string process, string schedule, bool warned)
    {
        ProgramRun run = ProgramRun.Done(
            "sample", "--model", "mixture8", "--process", process, "--schedule", schedule, "--steps", "2", "--count", "3", "--out", folder["x.npy"]);
        Assert.Equal(warned, run.Error.Contains("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_is_stopped_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        ProgramRun run = ProgramRun.Of(stop.Token, "sample", "--model", "mixture8", "--out", folder["x.npy"], "--image", folder["x.png"]);
        Assert.Equal(App.Failed, run.Code);
        Assert.Equal("scoresde: Stopped before the end; nothing was written.\n", run.Error);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_schedule_can_come_from_a_table()
    {
        // The rates of DDPM, and the same chain by its ᾱ.
        double[] betas = [.. Enumerable.Range(0, 100).Select(i => 0.001 + (0.002 * i))];
        double product = 1;
        double[] alphaBars = [.. betas.Select(beta => product *= 1 - beta)];
        File.WriteAllLines(folder["betas"], betas.Select(beta => $"{beta:R}").Prepend("# rates"));
        File.WriteAllLines(folder["alphabars"], alphaBars.Select(alphaBar => $"{alphaBar:R}"));
        string fromBetas = ProgramRun.Done("forward", "--model", "gaussian", "--schedule", $"table:{folder["betas"]}", "--count", "10").Out;
        string fromAlphaBars = ProgramRun.Done("forward", "--model", "gaussian", "--schedule", $"table:{folder["alphabars"]}", "--count", "10").Out;
        Assert.Equal(fromBetas.Replace("betas", "alphabars", StringComparison.Ordinal), fromAlphaBars);
    }

    private byte[] Sample(params string[] words)
    {
        ProgramRun run = ProgramRun.Done(["sample", .. words, "--out", folder["x.npy"]]);
        Assert.Contains("x.npy", run.Out, StringComparison.Ordinal);
        return File.ReadAllBytes(folder["x.npy"]);
    }

    [Fact]
    public void Frames_are_times_of_the_grid_evenly_over_the_steps()
    {
        using var folder = new Folder();
        string[] words = ["sample", "--model", "gaussian", "--steps", "8", "--count", "3", "--out"];
        Assert.Contains("9 × 3 × 2", ProgramRun.Done([.. words, folder["a.npy"], "--trajectory", "all"]).Out, StringComparison.Ordinal);
        Assert.Contains("5 × 3 × 2", ProgramRun.Done([.. words, folder["b.npy"], "--trajectory", "frames:5"]).Out, StringComparison.Ordinal);
        float[] all = [.. NpyFile.Load(folder["a.npy"]).Values];
        float[] some = [.. NpyFile.Load(folder["b.npy"]).Values];
        Assert.Equal(all.Chunk(6).Where((_, frame) => frame % 2 == 0).SelectMany(frame => frame), some);
    }

    /// <summary>Products with the Jacobian are evaluations, and --nfe counts them.</summary>
    [Theory]
    [InlineData("digits", "ddpm-trace:2", 10, 46)]
    [InlineData("mixture8", "ddpm-trace", 17, 49)]
    public void A_budget_counts_products_with_the_Jacobian(string model, string solver, int steps, int evaluations)
    {
        ProgramRun run = ProgramRun.Done("sample", "--model", model, "--solver", solver, "--nfe", "50", "--count", "2", "--out", "-");
        Assert.Contains($"{steps} steps, {evaluations} evaluations", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Two models together have no products that one of them, or their rule, has not: said before the work, as words that cannot be carried out.</summary>
    [Theory]
    [InlineData("ddpm-trace:2", "Guidance that is rescaled has no products", "--guidance-rescale", "0.5")]
    [InlineData("ddpm-trace", "as ddpm-trace:4")]
    [InlineData("ddpm-jacobian", "has no Jacobian")]
    public void A_guided_model_without_products_is_refused_by_methods_that_take_them(string solver, string sentence, params string[] more)
    {
        foreach (string[] verb in new string[][] { ["sample", "--steps", "3", "--out", "-"], ["compare", "--nfe", "200", "--model", "digits"] })
        {
            ProgramRun run = ProgramRun.Of([.. verb, verb[0] == "sample" ? "--solver" : "--solvers", solver, "--count", "30", "--guidance", "2", .. more]);
            Assert.Equal(App.BadUsage, run.Code);
            Assert.Contains(sentence, run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        }

        ProgramRun.Done("sample", "--solver", "ddpm-trace:2", "--steps", "3", "--count", "2", "--guidance", "2", "--out", "-");
    }

    [Theory]
    [InlineData("beta:0.1,0.1", "1000")]
    [InlineData("beta:1e-9,1", "10")]
    public void A_grid_whose_times_are_one_is_refused_before_the_work(string grid, string steps)
    {
        ProgramRun run = ProgramRun.Of("sample", "--model", "gaussian", "--solver", "ddim", "--grid", grid, "--steps", steps, "--count", "2", "--out", "-");
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains($"Grid '{grid}' of {steps} steps has times that no double tells apart", run.Error, StringComparison.Ordinal);
    }
}
