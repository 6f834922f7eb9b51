using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Onnx.Describing;
using ScoreSde.Onnx.Export;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde export</c>: a network of this program as an ONNX file with its description.</summary>
internal sealed class ExportCommand : Verb
{
    private readonly Option<string> model;
    private readonly Option<string> file;
    private readonly Option<string> dtype;

    public ExportCommand(Terminal terminal)
        : base("export", "Write a trained network as an ONNX file (opset 17, any batch) with its description beside it, for other programs.", terminal)
    {
        model = Word("--model", "NAME|FILE", $"A network of 'list models', or a checkpoint file. Default: {ModelCatalog.Default}.");
        file = Word("--out", "FILE.onnx", "Where the network goes; the description goes beside it, in the file of the same name that ends in .json.");
        dtype = Word("--dtype", "NAME", "Numbers in the file: float or double. Default: float.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde export --model digits --out digits.onnx",
        "scoresde export --model mine.safetensors --dtype double --out mine.onnx",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        string? target = words.Text(file);
        Model? found = ModelCatalog.Find(new ModelWords(words.Text(model) ?? ModelCatalog.Default, null, null, null), words.Faults);
        ElementType element = ElementTypeCatalog.Shelf.Find(words.Text(dtype) ?? ElementTypeCatalog.Default, words.Faults)?.Value ?? ElementType.Float;
        if (target is null || !target.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            words.Faults.Add("Nothing would be kept: give --out FILE.onnx.");
            return null;
        }

        string description = DescriptionFile.Beside(target);
        OutputPath.Check(target, words.Faults);
        OutputPath.Check(description, words.Faults);
        if (found is null)
        {
            return null;
        }

        if (found is not NetworkModel network)
        {
            words.Faults.Add($"Model '{found.Name}' is no perceptron of this program, so there is nothing to export.");
            return null;
        }

        return () =>
        {
            OnnxExport.Write(target, network.Checkpoint, element == ElementType.Double);
            Terminal.Out.WriteLine($"{target}: {new FileInfo(target).Length} bytes");
            Terminal.Out.WriteLine($"{description}: its description");
            if (network.Columns is not null)
            {
                Terminal.Error.WriteLine("scoresde: The units of the data's columns are in the checkpoint alone: samples of the ONNX file are in deviations of each column.");
            }

            return App.Done;
        };
    }
}
