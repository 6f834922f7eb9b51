using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Comparison.Problems;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Comparing;

/// <summary>A model of the program on the device that was asked for, as what solvers are compared on.</summary>
/// <param name="model">The model.</param>
/// <param name="device">Where its runs are made.</param>
/// <param name="words">How the device works.</param>
/// <param name="terminal">Where the device tells of itself.</param>
internal sealed class ModelProblem(Model model, IDevice device, DeviceWords words, Terminal terminal)
    : SamplingProblem(model.Name, model.Process, model.Dimension)
{
    private const string UnitsNote = "Distances are in deviations of the data's columns, so that each counts alike.";
    private const string GuidanceNote = "NFE: two for each evaluation of the solver, with the class and without, or of the model and of its guide.";

    /// <summary>The model.</summary>
    public Model Model => model;

    /// <inheritdoc/>
    public override TimeRange Range => model.Range;

    /// <inheritdoc/>
    public override IReferenceData Reference => model.Reference;

    /// <inheritdoc/>
    public override IReferenceData LabelledReference => model.LabelledReference;

    /// <inheritdoc/>
    public override int Classes => model.Classes;

    /// <inheritdoc/>
    public override bool HasExactScore => model.HasExactScore;

    /// <inheritdoc/>
    public override bool RunsHere => device.Name == DeviceCatalog.Default;

    /// <inheritdoc/>
    public override int EvaluationsOfNetwork => model.EvaluationsOfNetwork;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remarks =>
    [
        .. model.Columns is null ? Array.Empty<string>() : [UnitsNote],
        .. model.EvaluationsOfNetwork > 1 ? [GuidanceNote] : Array.Empty<string>(),
        .. RunsHere ? Array.Empty<string>() : [$"The runs were made on --device {device.Name}."],
    ];

    /// <inheritdoc/>
    public override int LabelOf(long sample) => model.TurnOf(sample);

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>() => model.Score<T>(model.TurnOf);

    /// <inheritdoc/>
    public override INoiseMoment Moment<T>() => model.Moment<T>();

    /// <inheritdoc/>
    public override void ToNatural<T>(Span<T> values) => model.ToNatural(values);

    /// <inheritdoc/>
    public override ISampling<T> Open<T>(SamplerOptions options) => device.Open<T>(model, model.TurnOf, guidance: null, words, terminal);
}
