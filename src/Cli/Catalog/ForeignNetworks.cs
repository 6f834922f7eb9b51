namespace ScoreSde.Cli.Catalog;

/// <summary>Files of networks that other programs write and this one does not read.</summary>
internal static class ForeignNetworks
{
    private const string Advice =
        "this program reads the safetensors files that 'scoresde train' writes. Export the network as ONNX (README, \"Your own network\"); in a program any function is a score (DelegateScore).";

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pth"] = "a PyTorch file",
        [".ckpt"] = "a PyTorch checkpoint",
        [".bin"] = "a PyTorch file",
        [".pkl"] = "a Python pickle",
        [".h5"] = "a Keras file",
        [".keras"] = "a Keras file",
        [".gguf"] = "a GGUF file",
        [".msgpack"] = "a Flax file",
    };

    /// <summary>What to do with a file of that name; null where the name is none of these, or there is no such file.</summary>
    public static string? SentenceOf(string path) => Kinds.TryGetValue(Path.GetExtension(path), out string? kind) && File.Exists(path)
        ? $"{path}: is named like {kind}; {Advice}"
        : null;
}
