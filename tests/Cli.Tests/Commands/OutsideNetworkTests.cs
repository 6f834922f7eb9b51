using System.Text.Json;
using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Images;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Networks in ONNX files, from the words to the files that a run leaves.</summary>
public sealed class OutsideNetworkTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Describe_shows_what_was_understood_and_how_the_network_answers()
    {
        ProgramRun run = ProgramRun.Done("describe", Network("digits-by-class"));
        Assert.Contains("y: int64[?], 10, 10 for none", run.Out, StringComparison.Ordinal);
        Assert.Contains("out: float[?, 64], velocity", run.Out, StringComparison.Ordinal);
        Assert.Contains("Answers over 256 rows of its data", run.Out, StringComparison.Ordinal);
        Assert.Contains("Told otherwise, over 256 of these rows", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
        Assert.Contains("t: float[?], 10 × t", ProgramRun.Done("describe", Network("digits-by-convolution")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_takes_data_with_labels_and_layout_and_ends_with_1_where_the_answers_contradict_it()
    {
        DataSet digits = Digits.Load();
        NpyWriter<float>.Save(folder["labels.npy"], [.. digits.Labels[..256].ToArray().Select(static label => (float)label)], 1);
        NpyWriter<float>.Save(folder["wrong.npy"], [.. digits.Labels[..256].ToArray().Select(static label => (float)((label + 5) % 10))], 1);
        NpyWriter<float>.Save(folder["rows.npy"], digits.Values[..(256 * 64)].ToArray(), 64);
        double Error(string labels)
        {
            // Where σ/α is 1, in which a class says most.
            string[] lines = ProgramRun.Done("describe", Network("digits-by-class"), "--data", folder["rows.npy"], "--labels", folder[labels]).Out.Split('\n');
            string[] cells = lines.First(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["0.259", "1", ..]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return double.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.InRange(Error("wrong.npy") / Error("labels.npy"), 1.4, 3);
        Assert.Contains("rows.npy", ProgramRun.Of("describe", Network("digits-by-class"), "--data", folder["rows.npy"], "--layout", "hw").Error, StringComparison.Ordinal);

        ProgramRun run = ProgramRun.Of("describe", With("velocity-by-time", "\"velocity\"", "\"noise\""));
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains("Warning: at t = 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("There is no ONNX or TorchScript file 'none.onnx'", ProgramRun.Of("describe", "none.onnx").Error, StringComparison.Ordinal);

        // What is there by another name, a checkpoint or a pipe, is not said to be missing.
        ProgramRun own = ProgramRun.Of("describe", Repository.PathTo("models/digits.safetensors"));
        Assert.Equal(App.BadUsage, own.Code);
        Assert.Contains("is there, but a network from outside is known by its name", own.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_sampled_from_compared_and_drawn()
    {
        ProgramRun.Done("sample", "--model", Network("digits-by-convolution"), "--nfe", "4", "--count", "6", "--image", folder["p.png"], "--out", folder["p.npy"]);
        Assert.Equal([6, 64], NpyFile.Load(folder["p.npy"]).Shape);
        Assert.True(new FileInfo(folder["p.png"]).Length > 100);
        GoesFromTheFreeTowardsTheGuided("--model", Network("digits-by-class"), "--label", "3");
        GoesFromTheFreeTowardsTheGuided("--model", Network("digits-by-class"), "--label", "3", "--guide", Network("digits-by-convolution"));
        GoesFromTheFreeTowardsTheGuided("--model", "digits", "--label", "3", "--guide", Network("digits-by-convolution"));
        Assert.Contains("unipc-2", ProgramRun.Done("compare", "--model", Network("flow"), "--solvers", "unipc-2", "--nfe", "6", "--count", "100").Out, StringComparison.Ordinal);
        ProgramRun.Done("forward", "--model", Network("noise-by-index"), "--count", "50");
        ProgramRun.Done("grid", "--model", Network("noise-by-index"), "--steps", "4");
        ProgramRun.Of("variances", "--model", Network("noise-by-index"), "--steps", "4");
    }

    // One step of DDIM is affine in ε: x_w = x_0 + w (x_1 − x_0).
    private void GoesFromTheFreeTowardsTheGuided(params string[] words)
    {
        float[] free = Drawn("0");
        float[] learned = Drawn("1");
        float[] sharp = Drawn("3");
        float apart = free.Zip(learned, static (a, b) => Math.Abs(a - b)).Max();
        Assert.True(apart > 0.03, $"{apart}");
        for (int i = 0; i < free.Length; i++)
        {
            Assert.Equal(free[i] + (3 * (learned[i] - free[i])), sharp[i], 1e-3f * apart);
        }

        float[] Drawn(string weight)
        {
            ProgramRun.Done(["sample", "--solver", "ddim", "--steps", "1", "--grid", "quadratic", "--count", "4", "--dtype", "double", "--guidance", weight, "--out", folder["w.npy"], .. words]);
            return NpyFile.Load(folder["w.npy"]).Values;
        }
    }

    [Fact]
    public void A_UNet_runs_as_it_is_and_exported()
    {
        TwinUNet.Checkpoint().Save(folder["unet.safetensors"]);
        ProgramRun.Done("export", "--model", folder["unet.safetensors"], "--out", folder["unet.onnx"]);
        ProgramRun.Done("export", "--model", folder["unet.safetensors"], "--dtype", "half", "--out", folder["half.onnx"]);
        Assert.True(new FileInfo(folder["half.onnx"]).Length < new FileInfo(folder["unet.onnx"]).Length);
        float[] Drawn(string model)
        {
            ProgramRun.Done("sample", "--model", model, "--nfe", "4", "--count", "5", "--guidance", "2", "--image", folder["x.png"], "--out", folder["x.npy"]);
            return NpyFile.Load(folder["x.npy"]).Values;
        }

        Assert.All(Drawn(folder["unet.safetensors"]).Zip(Drawn(folder["unet.onnx"])), static pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
        Assert.Contains("8 × 4 × 2 numbers", ProgramRun.Of("describe", folder["unet.onnx"]).Out, StringComparison.Ordinal);
        ProgramRun.Done("sample", "--model", "fashion", "--solver", "ddim", "--nfe", "2", "--count", "2", "--label", "9", "--image", folder["boots.png"]);
        ProgramRun.Done("export", "--model", "fashion", "--out", folder["fashion.onnx"]);
        Assert.Contains("nothing to export", ProgramRun.Of("export", "--model", folder["unet.onnx"], "--out", folder["again.onnx"]).Error, StringComparison.Ordinal);
    }

    /// <summary>What a U-Net learned of variances is taken by a solver and by the bound, from the checkpoint and exported; one without is told what to take.</summary>
    [Fact]
    public void A_UNet_with_learned_variances_has_them_everywhere()
    {
        TwinUNet.Checkpoint(learnsVariance: true).Save(folder["unet.safetensors"]);
        TwinUNet.Checkpoint().Save(folder["plain.safetensors"]);
        ProgramRun.Done("export", "--model", folder["unet.safetensors"], "--out", folder["unet.onnx"]);
        Assert.Contains("and variances", ProgramRun.Of("describe", folder["unet.onnx"]).Out, StringComparison.Ordinal);
        float[] Drawn(string model, params string[] more)
        {
            ProgramRun.Done(["sample", "--model", model, "--solver", "ddpm-learned", "--steps", "4", "--count", "5", "--out", folder["x.npy"], .. more]);
            return NpyFile.Load(folder["x.npy"]).Values;
        }

        float[] own = Drawn(folder["unet.safetensors"], "--threads", "1");
        Assert.Equal(own, Drawn(folder["unet.safetensors"], "--threads", "2"));
        Assert.All(own.Zip(Drawn(folder["unet.onnx"])), static pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
        Assert.Contains("train --learn-variance", ProgramRun.Of("sample", "--model", folder["plain.safetensors"], "--solver", "ddpm-learned", "--count", "2", "--out", folder["x.npy"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_is_exported_gives_the_same_samples()
    {
        ProgramRun.Done("export", "--out", folder["digits.onnx"], "--dtype", "double");
        ProgramRun.Done("export", "--model", "digits", "--out", folder["narrow.onnx"]);
        Assert.True(new FileInfo(folder["digits.onnx"]).Length > 1.9 * new FileInfo(folder["narrow.onnx"]).Length);
        Assert.Contains("sample: float[?, 8, 8, 1]", ProgramRun.Done("describe", folder["narrow.onnx"]).Out, StringComparison.Ordinal);
        float[] Drawn(string model)
        {
            ProgramRun.Done("sample", "--model", model, "--nfe", "6", "--count", "5", "--dtype", "double", "--image", folder["x.png"], "--out", folder["x.npy"]);
            return NpyFile.Load(folder["x.npy"]).Values;
        }

        float[] own = Drawn("digits");
        float[] outside = Drawn(folder["digits.onnx"]);
        for (int i = 0; i < own.Length; i++)
        {
            Assert.Equal(own[i], outside[i], 1e-5f);
        }

        ProgramRun exact = ProgramRun.Of("export", "--model", "mixture8", "--out", folder["m.onnx"]);
        Assert.Equal(App.BadUsage, exact.Code);
        Assert.Contains("nothing to export", exact.Error, StringComparison.Ordinal);
        Assert.Contains("give --out FILE.onnx", ProgramRun.Of("export").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("m.onnx", folder.Files);
    }

    [Fact]
    public void Without_a_Jacobian_a_likelihood_is_had_by_differences_and_methods_that_need_one_are_refused_with_the_way_out()
    {
        ProgramRun likelihood = ProgramRun.Done("likelihood", "--model", Network("velocity-by-time"), "--count", "6", "--json", folder["l.json"]);
        Assert.Contains("its trace by central differences of step 0.01 σ", likelihood.Out, StringComparison.Ordinal);
        Assert.Contains("largest change with differences of 0.02 σ", likelihood.Out, StringComparison.Ordinal);
        using (JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["l.json"])))
        {
            Assert.Equal(0.01, json.RootElement.GetProperty("differenceStep").GetDouble());
            Assert.InRange(json.RootElement.GetProperty("differenceError").GetDouble(), 1e-9, 0.05);

            // Rows of the ring have ln(1/8) − ln(2π 0.09) = −1.51 at the mean less one for the squares.
            Assert.InRange(json.RootElement.GetProperty("meanLogDensity").GetDouble(), -5, 0);
        }

        foreach (string method in new[] { "pigdm", "mmps", "dps-likelihood", "dps", "twisted" })
        {
            ProgramRun guided = ProgramRun.Of("restore", "--model", Network("digits-by-convolution"), "--method", method, "--steps", "4", "--count", "4");
            Assert.Equal(App.BadUsage, guided.Code);
            Assert.Contains($"Method '{method}' needs the Jacobian of the network", guided.Error, StringComparison.Ordinal);
            Assert.Contains("ddrm, snips, replacement and repaint need none", guided.Error, StringComparison.Ordinal);
        }

        foreach (string method in new[] { "ddrm", "replacement" })
        {
            ProgramRun run = ProgramRun.Of("restore", "--model", Network("digits-by-convolution"), "--method", method, "--steps", "30", "--count", "4", "--out", folder[method]);
            Assert.True(File.Exists(Path.Combine(folder[method], "samples.npy")), run.Error);
        }
    }

    [Fact]
    public void A_prompt_held_fixed_is_guided_from_its_twin()
    {
        Assert.Contains("p: float[?, 3]; without a prompt: p", ProgramRun.Done("describe", Network("prompted")).Out, StringComparison.Ordinal);
        float[] Drawn(params string[] words)
        {
            ProgramRun.Done(["sample", "--model", Network("prompted"), "--nfe", "8", "--count", "3", "--out", folder["x.npy"], .. words]);
            return NpyFile.Load(folder["x.npy"]).Values;
        }

        float[] plain = Drawn();
        Assert.Equal(plain, Drawn("--guidance", "1"));
        GoesFromTheFreeTowardsTheGuided("--model", Network("prompted"));
        File.Copy(Network("prompted"), folder["alone.onnx"]);
        File.Copy(Path.Combine(Path.GetDirectoryName(Network("prompted"))!, "prompt.npy"), folder["prompt.npy"]);
        File.WriteAllText(folder["alone.json"], """{"schedule": "linear:0.1,20", "output": "noise", "time": "none", "fixed": {"p": "prompt.npy"}}""");
        ProgramRun lone = ProgramRun.Of("sample", "--model", folder["alone.onnx"], "--nfe", "4", "--guidance", "2", "--out", folder["y.npy"]);
        Assert.Equal(App.BadUsage, lone.Code);
        Assert.Contains("its inputs held fixed have no twin in \"fixedUnconditional\"", lone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_of_a_network_judge_too()
    {
        string[] words = ["compare", "--model", Network("flow"), "--solvers", "ddim", "--nfe", "4", "--count", "200", "--csv", folder["c.csv"]];
        ProgramRun plain = ProgramRun.Done(words);
        Assert.DoesNotContain("Fréchet² f", plain.Out, StringComparison.Ordinal);
        ProgramRun run = ProgramRun.Done([.. words, "--features", Network("features"), "--all"]);
        Assert.Contains("Fréchet² f", run.Out, StringComparison.Ordinal);
        Assert.Contains("energy f", run.Out, StringComparison.Ordinal);
        Assert.Contains("f: in the 8 features of features.onnx.", run.Out, StringComparison.Ordinal);
        Assert.Contains("featureFrechet", File.ReadLines(folder["c.csv"]).First(), StringComparison.Ordinal);

        ProgramRun other = ProgramRun.Of("compare", "--model", Network("digits-by-class"), "--solvers", "ddim", "--nfe", "4", "--features", Network("features"));
        Assert.Equal(App.Failed, other.Code);
        Assert.Contains("takes x: float[?, 2], which does not fit samples of [64]; resizing", other.Error, StringComparison.Ordinal);
        File.Copy(Network("edm"), folder["two.onnx"]);
        Assert.Contains("has 2 inputs; a network of features has one", ProgramRun.Of([.. words, "--features", folder["two.onnx"]]).Error, StringComparison.Ordinal);
        Assert.Contains("has the key \"schedule\", which is none", ProgramRun.Of([.. words, "--features", Network("edm")]).Error, StringComparison.Ordinal);
        Assert.Contains("There is no file 'none.onnx' for --features", ProgramRun.Of([.. words, "--features", "none.onnx"]).Error, StringComparison.Ordinal);
        Assert.Contains("choose one with --model", ProgramRun.Of("compare", "--features", Network("features")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_data_is_an_array_a_folder_of_IDX_files_or_of_pictures()
    {
        DataSet digits = Digits.Load();
        const int Rows = 120;
        byte[] bytes = [.. digits.Values[..(Rows * 64)].ToArray().Select(static value => (byte)value)];
        NpyWriter<float>.Save(folder["rows.npy"], digits.Values[..(Rows * 64)].ToArray(), 64);
        Directory.CreateDirectory(folder["idx"]);
        foreach (string part in new[] { "train", "t10k" })
        {
            File.WriteAllBytes(Path.Combine(folder["idx"], $"{part}-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, Rows, 0, 0, 0, 8, 0, 0, 0, 8, .. bytes]);
        }

        Directory.CreateDirectory(folder["pictures"]);
        for (int row = 0; row < Rows; row++)
        {
            var picture = new Picture(8, 8, 1);
            for (int y = 0; y < 8; y++)
            {
                bytes.AsSpan((row * 64) + (8 * y), 8).CopyTo(picture.Row(y));
            }

            PngFile.Save(Path.Combine(folder["pictures"], $"{row:D3}.png"), picture);
        }

        string[] Numbers(string data)
        {
            ProgramRun.Done("compare", "--model", Network("digits-by-convolution"), "--data", folder[data], "--solvers", "ddim", "--nfe", "4", "--count", "30", "--csv", folder["c.csv"]);
            string[] head = File.ReadLines(folder["c.csv"]).First().Split(',');
            return [.. Regex.Replace(File.ReadLines(folder["c.csv"]).ElementAt(1), "\"[^\"]*\"", "text").Split(',').Where((_, i) => !head[i].Contains("econds", StringComparison.Ordinal) && !head[i].Contains("PerSecond", StringComparison.Ordinal))];
        }

        string[] array = Numbers("rows.npy");
        Assert.Equal(array, Numbers("pictures"));

        // The test files are what is held out.
        Assert.Equal(array.Length, Numbers("idx").Length);
    }

    [Fact]
    public void A_description_names_data_beside_the_network_and_none_out_of_its_folder()
    {
        NpyWriter<float>.Save(folder["rows.npy"], Digits.Load().Values[..(120 * 64)].ToArray(), 64);
        string[] Rows(string model, params string[] words)
        {
            ProgramRun.Done(["compare", "--model", model, "--solvers", "ddim", "--nfe", "4", "--count", "30", "--csv", folder["c.csv"], .. words]);
            string[] head = File.ReadLines(folder["c.csv"]).First().Split(',');
            return [.. Regex.Replace(File.ReadLines(folder["c.csv"]).ElementAt(1), "\"[^\"]*\"", "text").Split(',').Where((_, i) => head[i].StartsWith("sliced", StringComparison.OrdinalIgnoreCase) || head[i].StartsWith("energy", StringComparison.Ordinal))];
        }

        const string All = "\"data\": \"digits\"";
        string[] own = Rows(With("digits-by-class", All, "\"data\": \"rows.npy\""));
        Assert.True(own.Length >= 2, string.Join(' ', own));
        Assert.Equal(own, Rows(Network("digits-by-class"), "--data", folder["rows.npy"]));
        Assert.NotEqual(own, Rows(Network("digits-by-class")));

        foreach (string outside in new[] { "../rows.npy", folder["rows.npy"] })
        {
            ProgramRun run = ProgramRun.Of("compare", "--model", With("digits-by-class", All, $"\"data\": \"{outside}\""), "--solvers", "ddim", "--nfe", "4");
            Assert.Equal(App.Failed, run.Code);
            Assert.Contains("name it with --data to have it read", run.Error, StringComparison.Ordinal);
            Sentences.Check(run.Error);
        }

        ProgramRun none = ProgramRun.Of("compare", "--model", With("digits-by-class", All, "\"data\": \"none.npy\""), "--solvers", "ddim", "--nfe", "4");
        Assert.Equal(App.Failed, none.Code);
        Assert.Contains("none.npy", none.Error, StringComparison.Ordinal);
        Sentences.Check(none.Error);
    }

    [Fact]
    public void A_TorchScript_file_is_told_what_it_needs()
    {
        string path = Path.ChangeExtension(Network("exact"), ".pt");
        foreach (string[] words in new string[][] { ["describe", path], ["sample", "--model", path, "--out", folder["x.npy"]], ["likelihood", "--model", path] })
        {
            ProgramRun run = ProgramRun.Of(words);
            Assert.Equal(App.BadUsage, run.Code);
            Assert.Contains("is named like a TorchScript file, which needs libtorch: build the program with -p:Torch=cpu or -p:Torch=cuda", run.Error, StringComparison.Ordinal);
            Sentences.Check(run.Error);
        }
    }

    [Fact]
    public void A_folder_of_diffusers_is_a_model()
    {
        Directory.CreateDirectory(folder["ring/unet"]);
        Directory.CreateDirectory(folder["ring/scheduler"]);
        File.Copy(Network("noise-by-index"), folder["ring/unet/model.onnx"]);
        File.WriteAllText(folder["ring/scheduler/scheduler_config.json"], """{"_class_name": "DDIMScheduler", "beta_schedule": "linear", "clip_sample": true, "steps_offset": 1}""");
        Assert.Contains("index of 1000", ProgramRun.Done("describe", folder["ring"]).Out, StringComparison.Ordinal);
        Assert.Contains(
            "steps_offset 1, clip_sample True: --solver and --grid stand in its place",
            string.Join(' ', ProgramRun.Done("describe", folder["ring"]).Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        float[] Drawn(string model)
        {
            ProgramRun.Done("sample", "--model", model, "--nfe", "6", "--count", "5", "--out", folder["x.npy"]);
            return NpyFile.Load(folder["x.npy"]).Values;
        }

        // The file's own description has the units of the ring, four times as wide.
        Assert.Equal(Drawn(Network("noise-by-index")), Drawn(folder["ring"]).Select(static value => 4 * value));
    }

    [Fact]
    public void What_cannot_be_used_is_one_sentence_and_leaves_nothing()
    {
        File.WriteAllText(folder["net.onnx"], "not a network");
        File.WriteAllText(folder["net.json"], "{\"output\": \"noise\", \"schedule\": \"ddpm\"}");
        string[] before = folder.Files;
        ProgramRun run = ProgramRun.Of("sample", "--model", folder["net.onnx"], "--out", folder["x.npy"]);
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains("net.onnx: is damaged or no ONNX file.", run.Error, StringComparison.Ordinal);
        Sentences.Check(run.Error);
        Assert.Equal(before.Order(), folder.Files.Order());

        ProgramRun contradiction = ProgramRun.Of("sample", "--model", Network("flow"), "--schedule", "cosine", "--out", folder["x.npy"]);
        Assert.Equal(App.BadUsage, contradiction.Code);
        Assert.Contains("a network brings its own process and schedule", contradiction.Error, StringComparison.Ordinal);

        string blind = With("flow", "\"data\": \"mixture8\",", "");
        ProgramRun noisy = ProgramRun.Of("compare", "--model", blind, "--solvers", "em", "--nfe", "4");
        Assert.Equal(App.BadUsage, noisy.Code);
        Assert.Contains("names no data that its samples should look like, and its own flow judges methods that draw no noise; give --data, --path, or other --solvers", noisy.Error, StringComparison.Ordinal);
        ProgramRun other = ProgramRun.Of("variances", "--model", blind, "--steps", "4");
        Assert.Equal(App.Failed, other.Code);
        Assert.Contains("names no data that its samples should look like; give --data", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_data_is_compared_by_its_own_flow()
    {
        string blind = With("flow", "\"data\": \"mixture8\",", "");
        string text = ProgramRun.Done("compare", "--model", blind, "--nfe", "10,40", "--json", folder["r.json"]).Out;
        Assert.Contains("distance to the network's own flow", text, StringComparison.Ordinal);
        Assert.Contains("the ends of the network's own probability flow", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        System.Text.Json.JsonElement run = json.RootElement.GetProperty("runs")[0];
        Assert.Equal("flowDistance", run.GetProperty("reference").GetProperty("measure").GetString());
        Assert.InRange(run.GetProperty("reference").GetProperty("shareOfRuns").GetDouble(), 0, 0.5);
        Assert.InRange(run.GetProperty("reference").GetProperty("shareOfSmallest").GetDouble(), 0, 0.01);
        double Flow(int row) => run.GetProperty("rows")[row].GetProperty("metrics").GetProperty("flowDistance").GetDouble();
        Assert.All(Enumerable.Range(0, 4), row => Assert.True(Flow(row + 4) < Flow(row) / 2));
    }

    private static string Network(string name) => Path.Combine(AppContext.BaseDirectory, "Networks", $"{name}.onnx");

    // The network with a part of its description replaced.
    private string With(string name, string old, string text)
    {
        string description = File.ReadAllText(Path.ChangeExtension(Network(name), ".json"));
        Assert.Contains(old, description, StringComparison.Ordinal);
        File.Copy(Network(name), folder["changed.onnx"], overwrite: true);
        File.WriteAllText(folder["changed.json"], description.Replace(old, text, StringComparison.Ordinal));
        return folder["changed.onnx"];
    }
}
