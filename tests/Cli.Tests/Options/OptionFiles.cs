using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Options;

/// <summary>Small inputs: networks, data of pictures and of points, with two lists of labels.</summary>
internal sealed class OptionFiles : IDisposable
{
    private const int Rows = 100;

    private readonly Folder folder = Support.Folder.OfKnownLength();
    private int results;

    public OptionFiles()
    {
        // Whole numbers from 0 to 16, as the program's digits are, so that a row may be measured and made continuous.
        float[] pictures = [.. Enumerable.Range(0, Rows * 64).Select(static i => MathF.Round(8 + (8 * MathF.Sin(i * i * 0.37f))))];
        NpyWriter<float>.Save(this["pictures"], pictures, 64);
        NpyWriter<float>.Save(this["brighter"], [.. pictures.Select(static value => 16 - (value / 2))], 64);
        Shape("pictures", 8, 8);
        NpyWriter<float>.Save(this["points"], [.. Enumerable.Range(0, Rows * 2).Select(static i => MathF.Sin(i * i))], 2);
        NpyWriter<float>.Save(this["others"], [.. Enumerable.Range(0, Rows * 2).Select(static i => 1 + (2 * MathF.Cos(i * 1.7f)))], 2);
        NpyWriter<float>.Save(this["halves"], [.. Enumerable.Range(0, Rows).Select(static i => (float)(i % 2))], 1);
        NpyWriter<float>.Save(this["thirds"], [.. Enumerable.Range(0, Rows).Select(static i => (float)(i * i % 3 % 2))], 1);
        Directory.CreateDirectory(Networks);
        foreach (string network in Directory.GetFiles(Repository.PathTo("tests/Score.Onnx.Tests/Networks")))
        {
            File.Copy(network, Path.Combine(Networks, Path.GetFileName(network)));
        }

        Train("net", "--data", "digits", "--label-dropout", "0.5");
        Train("net2", "--data", "digits", "--label-dropout", "0.5", "--seed", "5");
        Train("own", "--data", this["points"], "--labels", this["halves"]);
        Train("drawn", "--data", this["pictures"], "--labels", this["halves"]);
    }

    /// <summary>The path of an input by its name.</summary>
    public string this[string name] => folder[name is "net" or "net2" or "own" or "drawn" or "stopped" ? name : name + ".npy"];

    /// <summary>The words with paths in the places of names.</summary>
    public string[] Words(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.StartsWith('{') ? this[word[1..^1]] : word)];

    /// <summary>A path for a result that is not there yet.</summary>
    public string Result(string end) => folder[$"result{Interlocked.Increment(ref results)}{end}"];

    /// <summary>The folder that they are in, with a slash at its end.</summary>
    public string Folder => folder[""];

    /// <summary>Networks in ONNX files, in a place whose name is short wherever the repository is: long names are cut where they are told.</summary>
    public string Networks => folder["networks"];

    /// <summary>All files there are.</summary>
    public string[] All => folder.Files;

    public void Dispose() => folder.Dispose();

    private void Train(string name, params string[] words) =>
        ProgramRun.Done(["train", "--out", this[name], "--steps", "4", "--width", "8", "--depth", "1", "--batch", "8", "--lr", "0.01", .. words]);

    // The array's shape [n · 64] in the file becomes [n, 8, 8], which the header has room for.
    private void Shape(string name, int height, int width)
    {
        byte[] bytes = File.ReadAllBytes(this[name]);
        string head = System.Text.Encoding.Latin1.GetString(bytes, 0, 128);
        int at = head.IndexOf($"({Rows}, 64), }}", StringComparison.Ordinal);
        Assert.True(at > 0, head);
        System.Text.Encoding.Latin1.GetBytes($"({Rows}, {height}, {width}), }}").CopyTo(bytes, at);
        File.WriteAllBytes(this[name], bytes);
    }
}
