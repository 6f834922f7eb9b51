using System.Text.Json.Nodes;
using ScoreSde.Onnx.Networks;

namespace ScoreSde.Tests;

/// <summary>The networks that bench/peers/outside.py made with PyTorch.</summary>
internal static class Outside
{
    public static readonly string[] Trained =
        ["noise-by-index", "velocity-by-time", "data-by-sigma", "edm", "flow", "digits-by-class", "digits-by-convolution"];

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Networks", $"{name}.onnx");

    public static OnnxNetwork Open(string name) => OnnxNetwork.Load(PathOf(name));

    /// <summary>The network in a folder of its own, with one key of its description changed.</summary>
    public static string With(TemporaryFolder folder, string name, string key, JsonNode? value)
    {
        string path = Path.Combine(folder.Path, "net.onnx");
        File.Copy(PathOf(name), path, overwrite: true);
        JsonObject words = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(PathOf(name), ".json")))!.AsObject();
        words[key] = value;
        File.WriteAllText(Path.ChangeExtension(path, ".json"), words.ToJsonString());
        return path;
    }
}
