using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Onnx;
using ScoreSde.Data;

namespace ScoreSde.Cli.Catalog;

/// <summary>Networks that were trained elsewhere, whatever runs them.</summary>
internal static partial class OutsideNetworks
{
    private const string ScriptEnding = ".pt";

    /// <summary>The network of a word; null, with or without a fault, where it names none.</summary>
    public static Model? Open(string word, DataRequest? request, Faults faults)
    {
        if (OnnxFiles.IsOne(word))
        {
            return OnnxFiles.Open(word, request);
        }

        if (!word.EndsWith(ScriptEnding, StringComparison.OrdinalIgnoreCase) || !File.Exists(word))
        {
            return null;
        }

        Model? model = null;
        bool isKnown = false;
        OpenScript(word, request, faults, ref model, ref isKnown);
        if (!isKnown)
        {
            faults.Add($"{word}: is named like a TorchScript file, which needs libtorch: build the program with -p:Torch=cpu or -p:Torch=cuda (docs/gpu.md), or export the network as ONNX.");
        }

        return model;
    }

    /// <summary>Opens a TorchScript file; the other half of this class is in the folder Torch.</summary>
    static partial void OpenScript(string path, DataRequest? request, Faults faults, ref Model? model, ref bool isKnown);
}
