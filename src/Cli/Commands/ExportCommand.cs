using System.CommandLine;
using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Describing;
using ScoreSde.Onnx.Export;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde export</c>: a network of this program as an ONNX file with its description.</summary>
internal sealed class ExportCommand : Verb
{
    private const string DefaultFormat = "float";

    private static readonly Shelf<WeightFormat> Formats = new(
        "dtype",
        "dtypes",
        new("float", "32 bits", WeightFormat.Bits32, "float32", "single"),
        new("double", "64 bits", WeightFormat.Bits64, "float64"),
        new("half", "16 bits, evaluated in 32", WeightFormat.Bits16, "float16"));

    private readonly Option<string> model;
    private readonly Option<string> file;
    private readonly Option<string> dtype;

    public ExportCommand(Terminal terminal)
        : base("export", "Write a trained network as an ONNX file (opset 17, any batch) with its description beside it, for other programs.", terminal)
    {
        model = Word("--model", "NAME|FILE", $"A network of 'list models', or a checkpoint file. Default: {ModelCatalog.Default}.");
        file = Word("--out", "FILE.onnx", "Where the network goes; the description goes beside it, in the file of the same name that ends in .json.");
        dtype = Word("--dtype", "NAME", $"Numbers in the file: {string.Join(", ", Formats.Entries.Select(static entry => entry.Name))} (weights rounded to 16 bits, evaluated in 32: half the file). Default: {DefaultFormat}.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde export --model digits --out digits.onnx",
        "scoresde export --model fashion --out fashion.onnx",
        "scoresde export --model mine.safetensors --dtype half --out mine.onnx",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        string? target = words.Text(file);
        string name = words.Text(model) ?? ModelCatalog.Default;
        UNetCheckpoint? pictures = ModelCatalog.UNetOf(name);
        Model? found = pictures is null ? ModelCatalog.Find(new ModelWords(name, null, null, null), words.Faults) : null;
        WeightFormat format = Formats.Find(words.Text(dtype) ?? DefaultFormat, words.Faults)?.Value ?? WeightFormat.Bits32;
        if (target is null || !target.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            words.Faults.Add("Nothing would be kept: give --out FILE.onnx.");
            return null;
        }

        string description = DescriptionFile.Beside(target);
        OutputPath.Check(target, words.Faults);
        OutputPath.Check(description, words.Faults);
        NetworkModel? network = found as NetworkModel;
        if (found is not null && network is null)
        {
            words.Faults.Add($"Model '{found.Name}' is no network of this program, so there is nothing to export.");
        }

        if (network is null && pictures is null)
        {
            return null;
        }

        return () =>
        {
            if (network is not null)
            {
                Plans.Exporting(network).Check(Terminal);
            }

            if (pictures is not null)
            {
                OnnxExport.Write(target, pictures, format);
            }
            else
            {
                OnnxExport.Write(target, network!.Checkpoint, format);
            }

            Terminal.Out.WriteLine($"{target}: {new FileInfo(target).Length} bytes");
            Terminal.Out.WriteLine($"{description}: its description");
            if (network?.Columns is not null)
            {
                Terminal.Error.WriteLine("scoresde: The units of the data's columns are in the checkpoint alone: samples of the ONNX file are in deviations of each column.");
            }

            return ExitCode.Done;
        };
    }
}
