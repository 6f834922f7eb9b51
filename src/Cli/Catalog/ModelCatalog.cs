using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Onnx;
using ScoreSde.Data;
using ScoreSde.Onnx;
using ScoreSde.Processes;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of models; any other word is the name of a checkpoint or ONNX file.</summary>
internal static partial class ModelCatalog
{
    /// <summary>What <c>sample</c> and <c>forward</c> take where <c>--model</c> is not given.</summary>
    public const string Default = "digits";

    /// <summary>What <c>compare</c> takes where <c>--model</c> is not given.</summary>
    public static readonly string[] Compared = ["digits", "mixture8"];

    /// <summary>What <c>compare --path</c> takes where <c>--model</c> is not given: its exact paths are known.</summary>
    public const string ComparedOnPath = "mixture8";

    /// <summary>All named models: the maker of each from its words.</summary>
    public static Shelf<Func<ModelWords, Faults, Model?>> Shelf { get; } = new("model", "models",
    [
        new("digits", "class-conditional network trained on handwritten digits of 8×8 pixels; in the program", static (words, faults) => Network(words, ShippedModels.Open, faults)),
        new("fashion", "class-conditional U-Net trained on Fashion-MNIST, 28×28 pixels; in the program", static (words, faults) => UNet(words, ShippedUNets.Open, faults)),
        .. ExactTargets.Named.Select(static target => new Entry<Func<ModelWords, Faults, Model?>>(
            target.Name, target.Summary, (words, faults) => Exact(words, process => new MixtureModel(words.Name, target.Law(), process), faults))),
    ]);

    /// <summary>The model of the words, or null and a fault.</summary>
    /// <exception cref="CheckpointException">The words name a file that is damaged.</exception>
    public static Model? Find(ModelWords words, Faults faults)
    {
        if (Shelf.Entries.FirstOrDefault(entry => entry.Answers(words.Name)) is { } known)
        {
            return known.Value(words with { Name = known.Name }, faults);
        }

        if (LawWord.FileOf(words.Name) is not null)
        {
            return Exact(words, process => ExactTargets.Find(words.Name, process, faults), faults);
        }

        int before = faults.Count;
        if (OutsideNetworks.Open(words.Name, words.Data, faults) is { } outside)
        {
            return FitForNetwork(words, faults) ? outside : null;
        }

        if (faults.Count > before)
        {
            return null;
        }

        if (ForeignNetworks.SentenceOf(words.Name) is { } advice)
        {
            faults.Add(advice);
            return null;
        }

        if (File.Exists(words.Name))
        {
            // Once: a pipe has nothing left for a second look.
            TensorFile content = TensorReader.Read(words.Name);
            return UNetCheckpoint.IsOne(content.Metadata) ? UNet(words, path => UNetCheckpoint.From(content, path), faults) : Network(words, path => Checkpoint.From(content, path), faults);
        }

        faults.Add(Shelf.Unknown(words.Name, "model or checkpoint file"));
        return null;
    }

    /// <summary>The U-Net of a name or of a checkpoint file; null where the word names another kind of model or none.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static UNetCheckpoint? UNetOf(string word) =>
        ShippedUNets.Names.Contains(word) ? ShippedUNets.Open(word)
        : File.Exists(word) && !OnnxFiles.IsOne(word) && ForeignNetworks.SentenceOf(word) is null && IsUNet(word) ? UNetCheckpoint.Load(word)
        : null;

    private static bool IsUNet(string file) => UNetCheckpoint.IsOne(TensorReader.ReadMetadata(file));

    /// <summary>Evaluates a U-Net by libtorch where that is at hand; the other half of this class is in the folder Torch.</summary>
    static partial void OnTorch(UNetCheckpoint checkpoint, string name, DataRequest? data, ref Model? model);

    private static Model? UNet(ModelWords words, Func<string, UNetCheckpoint> load, Faults faults)
    {
        if (!FitForNetwork(words, faults))
        {
            return null;
        }

        UNetCheckpoint checkpoint = load(words.Name);
        Model? model = null;
        OnTorch(checkpoint, words.Name, words.Data, ref model);
        return model ?? OnnxFiles.Open(checkpoint, words.Name, words.Data);
    }

    private static NetworkModel? Network(ModelWords words, Func<string, Checkpoint> load, Faults faults)
    {
        if (!FitForNetwork(words, faults))
        {
            return null;
        }

        Checkpoint checkpoint = load(words.Name);
        return new NetworkModel(words.Name, checkpoint, References.Of(checkpoint.Data, words.Data, words.Name));
    }

    private static bool FitForNetwork(ModelWords words, Faults faults)
    {
        foreach ((string option, string? word) in new[] { ("--process", words.Process), ("--schedule", words.Schedule) })
        {
            if (word is not null)
            {
                faults.Add($"{option} {word} contradicts model '{words.Name}': a network brings its own process and schedule.");
            }
        }

        if (words.Data is { } data)
        {
            DataCatalog.Find(data, faults);
        }

        return faults.None;
    }

    private static Model? Exact(ModelWords words, Func<IDiffusionProcess, Model?> make, Faults faults)
    {
        if (words.Data is { } data)
        {
            faults.Add($"--data {data.Name} contradicts model '{words.Name}', whose law is known; it is for networks trained on files.");
        }

        return ProcessCatalog.Make(words.Process, words.Schedule, faults) is { } process ? make(process) : null;
    }
}
