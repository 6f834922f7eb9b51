using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Torch;
using ScoreSde.Torch;

namespace ScoreSde.Cli.Catalog;

/// <content>Files of U-Nets.</content>
internal static partial class ModelCatalog
{
    static partial void OpenTorch(ModelWords words, Faults faults, ref Model? model)
    {
        if (!UNetCheckpoint.IsOne(TensorReader.Read(words.Name)) || !FitForNetwork(words, faults))
        {
            return;
        }

        if (LibTorch.WhyNot is { } reason)
        {
            faults.Add($"'{words.Name}' holds a U-Net, and libtorch does not load: {reason}");
            return;
        }

        UNetCheckpoint checkpoint = UNetCheckpoint.Load(words.Name);
        model = new UNetModel(words.Name, checkpoint, References.Of(checkpoint.Data, words.Data, words.Name));
    }
}
