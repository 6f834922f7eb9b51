using ScoreSde.Checkpoints;
using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Onnx;
using ScoreSde.Onnx.Describing;
using ScoreSde.Onnx.Diffusers;
using ScoreSde.Onnx.Networks;

namespace ScoreSde.Cli.Onnx;

/// <summary>Opens networks in ONNX files as models.</summary>
internal static class OnnxFiles
{
    /// <summary>Whether a word names such a network: a file that ends in .onnx, or a folder in diffusers' layout.</summary>
    public static bool IsOne(string word) => (word.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) && File.Exists(word)) || DiffusersFolder.IsOne(word);

    /// <summary>The model.</summary>
    /// <exception cref="NetworkFileException">The file or its description is damaged, or they contradict each other.</exception>
    public static OnnxModel Open(string path, DataRequest? request)
    {
        bool isFolder = DiffusersFolder.IsOne(path);
        OnnxNetwork network = isFolder ? OnnxNetwork.Load(DiffusersFolder.NetworkOf(path)!, DiffusersFolder.Describe(path)) : OnnxNetwork.Load(path);
        NetworkDescription described = network.Description;
        var data = new DataDescription(
            isFolder ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) : Path.GetFileNameWithoutExtension(path), 0, network.Dimension, described.Classes, network.Image, described.Scaling);
        DataRequest? named = request ?? (described.Data is { } word ? new DataRequest(Placed(word, network.File)) : null);
        return new OnnxModel(path, network, data, named is null ? new NoReference(path) : References.Of(data, named, path));
    }

    /// <summary>A U-Net of this program, evaluated by ONNX Runtime.</summary>
    /// <exception cref="NetworkFileException">ONNX Runtime does not load here.</exception>
    public static OnnxModel Open(UNetCheckpoint checkpoint, string name, DataRequest? request) =>
        new(name, OnnxNetwork.Of(checkpoint, name), checkpoint.Data, References.Of(checkpoint.Data, request, name));

    private static string Placed(string word, string path) =>
        DataSets.Names.Contains(word) ? word : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, word);
}
