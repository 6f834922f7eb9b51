using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Onnx;

/// <summary>A network from an ONNX file with its description.</summary>
/// <param name="name">The file.</param>
/// <param name="network">The network.</param>
/// <param name="data">The units, classes and shape of its samples.</param>
/// <param name="reference">The data that its samples should look like.</param>
internal sealed class OnnxModel(string name, OnnxNetwork network, DataDescription data, IReferenceData reference)
    : Model(name, network.Description.Process, network.Dimension), IOutsideNetwork
{
    /// <inheritdoc/>
    public NetworkDescription Description => network.Description;

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape => network.Roles.Shape;

    /// <inheritdoc/>
    public string SampleInput => $"{network.Roles.Sample}";

    /// <inheritdoc/>
    public string? TimeInput => network.Roles.Time?.ToString();

    /// <inheritdoc/>
    public string? ClassInput => network.Roles.Class?.ToString();

    /// <inheritdoc/>
    public IReadOnlyList<string> FixedInputs => [.. network.Roles.Fixed.Select(static slot => $"{slot}")];

    /// <inheritdoc/>
    public string Output => $"{network.Roles.Output}";

    /// <inheritdoc/>
    public override bool CanBeGuided => network.Description.CanBeGuided;

    /// <inheritdoc/>
    public override double? DifferenceStep => network.DifferenceStep;

    /// <inheritdoc/>
    public override DataDescription? Data => data;

    /// <inheritdoc/>
    public override double Bytes<T>(int rows, bool isDifferentiated) => network.BytesFor(rows);

    /// <inheritdoc/>
    public override TimeRange Range => network.Description.Range;

    /// <inheritdoc/>
    public override bool KnowsUnlabelled => network.KnowsUnlabelled;

    /// <summary>False: ONNX Runtime evaluates alone, so that traces are had by differences.</summary>
    public override bool HasJacobian => false;

    /// <inheritdoc/>
    public override IReferenceData Reference => reference;

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) =>
        new OnnxScore<T>(network, Classes > 0 || network.Description.FixedUnconditional.Count > 0 ? labels : null);
}
