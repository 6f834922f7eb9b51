using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.Scripts;

namespace ScoreSde.Cli.Torch;

/// <summary>A network from a TorchScript file with its description. On <c>--device cpu</c> its evaluations are libtorch's all the same.</summary>
/// <param name="name">The file.</param>
/// <param name="network">The network, on the CPU.</param>
/// <param name="data">The units, classes and shape of its samples.</param>
/// <param name="reference">The data that its samples should look like.</param>
internal sealed class ScriptModel(string name, TorchScriptNetwork network, DataDescription data, IReferenceData reference)
    : Model(name, network.Description.Process, network.Dimension), IOutsideNetwork
{
    /// <summary>The network, on the CPU.</summary>
    public TorchScriptNetwork Network => network;

    /// <inheritdoc/>
    public NetworkDescription Description => network.Description;

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape => network.Shape;

    /// <inheritdoc/>
    public string SampleInput => $"{Word}[?, {string.Join(", ", network.Shape)}]";

    /// <inheritdoc/>
    public string? TimeInput => Description.Time == TimeKind.None ? null : $"{(network.TimeIsWhole ? "int64" : Word)}[?]";

    /// <inheritdoc/>
    public string? ClassInput => Description.Classes == 0 ? null : Description.OneHot ? $"{Word}[?, {Description.Classes}]" : "int64[?]";

    /// <inheritdoc/>
    public IReadOnlyList<string> FixedInputs => [.. Description.Fixed.Select(static pair => $"{pair.Key}: {pair.Value}")];

    /// <inheritdoc/>
    public string Output => $"{Word}[?, {string.Join(", ", network.Shape.Select((length, i) => Description.LearnedVariances && i == (Description.ChannelsLast ? network.Shape.Count - 1 : 0) ? 2 * length : length))}]";

    /// <inheritdoc/>
    public override DataDescription? Data => data;

    /// <inheritdoc/>
    public override TimeRange Range => network.Description.Range;

    /// <inheritdoc/>
    public override bool KnowsUnlabelled => network.KnowsUnlabelled;

    /// <inheritdoc/>
    public override bool CanBeGuided => network.Description.CanBeGuided;

    /// <inheritdoc/>
    public override double Bytes<T>(int rows, bool isDifferentiated) => TorchMemory.OfNetwork(Name);

    /// <inheritdoc/>
    public override IReferenceData Reference => reference;

    private string Word => network.Type.ToString().ToLowerInvariant();

    /// <summary>Whether it asks for the class, or none, of each sample.</summary>
    public bool TakesLabels => Classes > 0 || Description.FixedUnconditional.Count > 0;

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => new TileScore<T>(() => new TorchScriptScore(network, TakesLabels ? labels : null));
}
