using ScoreSde.Checkpoints;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Torch;
using ScoreSde.Data;
using ScoreSde.Torch;

namespace ScoreSde.Cli.Catalog;

/// <content>U-Nets on libtorch.</content>
internal static partial class ModelCatalog
{
    static partial void OnTorch(UNetCheckpoint checkpoint, string name, DataRequest? data, ref Model? model) =>
        model = LibTorch.WhyNot is null ? new UNetModel(name, checkpoint, References.Of(checkpoint.Data, data, name)) : null;
}
