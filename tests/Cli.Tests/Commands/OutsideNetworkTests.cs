using ScoreSde.Cli;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
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
        string Answers(params string[] words) => ProgramRun.Done(["describe", Network("digits-by-class"), .. words]).Out;
        Assert.NotEqual(
            Answers("--data", folder["rows.npy"], "--labels", folder["labels.npy"]), Answers("--data", folder["rows.npy"], "--labels", folder["wrong.npy"]));
        Assert.Contains("rows.npy", ProgramRun.Of("describe", Network("digits-by-class"), "--data", folder["rows.npy"], "--layout", "hw").Error, StringComparison.Ordinal);

        ProgramRun run = ProgramRun.Of("describe", With("velocity-by-time", "\"velocity\"", "\"noise\""));
        Assert.Equal(App.Failed, run.Code);
        Assert.Contains("Warning: at t = 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("There is no ONNX file 'none.onnx'", ProgramRun.Of("describe", "none.onnx").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_sampled_from_compared_and_drawn()
    {
        ProgramRun.Done("sample", "--model", Network("digits-by-convolution"), "--nfe", "4", "--count", "6", "--image", folder["p.png"], "--out", folder["p.npy"]);
        Assert.Equal([6, 64], NpyFile.Load(folder["p.npy"]).Shape);
        Assert.True(new FileInfo(folder["p.png"]).Length > 100);
        ProgramRun.Done("sample", "--model", Network("digits-by-class"), "--nfe", "4", "--count", "6", "--guidance", "2", "--label", "3", "--out", folder["g.npy"]);
        ProgramRun.Done("sample", "--model", Network("digits-by-class"), "--nfe", "4", "--count", "6", "--label", "3", "--out", folder["h.npy"]);
        Assert.NotEqual(NpyFile.Load(folder["g.npy"]).Values, NpyFile.Load(folder["h.npy"]).Values);
        Assert.Contains("unipc-2", ProgramRun.Done("compare", "--model", Network("flow"), "--solvers", "unipc-2", "--nfe", "6", "--count", "100").Out, StringComparison.Ordinal);
        ProgramRun.Done("forward", "--model", Network("noise-by-index"), "--count", "50");
        ProgramRun.Done("grid", "--model", Network("noise-by-index"), "--steps", "4");
        ProgramRun.Of("variances", "--model", Network("noise-by-index"), "--steps", "4");
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

        ProgramRun blind = ProgramRun.Of("compare", "--model", With("flow", "\"data\": \"mixture8\",", ""), "--solvers", "ddim", "--nfe", "4");
        Assert.Equal(App.Failed, blind.Code);
        Assert.Contains("names no data that its samples should look like; give --data", blind.Error, StringComparison.Ordinal);
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
