using ScoreSde.Checkpoints;
using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Diffusers;
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
        DataDescription data = References.DataOf(
            isFolder ? $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))}.onnx" : path, network.Description, network.Dimension, network.Image);
        return new OnnxModel(path, network, data, References.OfOutside(data, request, network.Description.Data, network.File, path));
    }

    /// <summary>A U-Net of this program, evaluated by ONNX Runtime.</summary>
    /// <exception cref="NetworkFileException">ONNX Runtime does not load here.</exception>
    public static OnnxModel Open(UNetCheckpoint checkpoint, string name, DataRequest? request) =>
        new(name, OnnxNetwork.Of(checkpoint, name), checkpoint.Data, References.Of(checkpoint.Data, request, name));
}
