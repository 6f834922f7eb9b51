using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Describing;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde describe</c>: what was understood of a network from outside.</summary>
internal sealed class DescribeCommand : Verb
{
    private readonly Argument<string> network;
    private readonly DataOptions data;

    public DescribeCommand(Terminal terminal)
        : base("describe", "Show what was understood of a network in an ONNX or TorchScript file, and how it answers at five levels; exit code 1 where the answers contradict the description.", terminal)
    {
        network = new Argument<string>("network") { HelpName = "FILE|DIR", Description = "The network, whose description is the file of the same name that ends in .json, or a folder in diffusers' layout.", Arity = ArgumentArity.ExactlyOne };
        Arguments.Add(network);
        data = ForData("The data that the network was trained on. Default: that which its description names, else N(0, I).");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde describe net.onnx",
        "scoresde describe net.onnx --data pictures",
        "scoresde describe net.pt",
        "scoresde describe ddpm-cifar10 --data pictures",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        string path = words.Text(network) ?? "";
        Model? model = OutsideNetworks.Open(path, data.Read(words), words.Faults);
        if (model is null && words.Faults.None)
        {
            words.Faults.Add(File.Exists(path)
                ? $"'{path}' is there, but a network from outside is known by its name: one that ends in .onnx or .pt, with its description beside it, or a folder with model.onnx and scheduler_config.json. A network that was trained here says by itself what it is, to --model of the other verbs."
                : $"There is no ONNX or TorchScript file '{path}', nor a folder with model.onnx and scheduler_config.json.");
        }

        return model is IOutsideNetwork described && words.Faults.None ? () => DescribeRun.Execute(model, described, Terminal) : null;
    }
}
