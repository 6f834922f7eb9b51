using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Torch;
using ScoreSde.Data;
using ScoreSde.Torch;
using ScoreSde.Torch.Scripts;

namespace ScoreSde.Cli.Catalog;

/// <content>TorchScript files.</content>
internal static partial class OutsideNetworks
{
    static partial void OpenScript(string path, DataRequest? request, Faults faults, ref Model? model, ref bool isKnown)
    {
        isKnown = true;
        if (LibTorch.WhyNot is { } reason)
        {
            faults.Add($"'{path}' is a TorchScript file, and libtorch does not load: {reason}");
            return;
        }

        TorchScriptNetwork network = TorchScriptNetwork.Load(path);
        DataDescription data = References.DataOf(path, network.Description, network.Dimension, network.Image);
        model = new ScriptModel(path, network, data, References.OfOutside(data, request, network.Description.Data, path, path));
    }
}
