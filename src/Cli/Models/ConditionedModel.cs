using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Models;

/// <summary>A model whose samples are all of one class, or are guided to theirs.</summary>
/// <param name="inner">The model.</param>
/// <param name="label">The class of all samples; null for all classes in turn.</param>
/// <param name="guidance">The guidance; null for the conditional model alone.</param>
internal sealed class ConditionedModel(Model inner, int? label, ModelGuidance? guidance)
    : Model(NameOf(inner, label, guidance), inner.Process, inner.Dimension)
{
    /// <summary>The model that is led, or sampled in one class.</summary>
    public Model Inner => inner;

    /// <summary>How it is led.</summary>
    public ModelGuidance? Guidance => guidance;

    /// <inheritdoc/>
    public override DataDescription? Data => inner.Data;

    /// <inheritdoc/>
    public override double Bytes<T>(int rows, bool isDifferentiated) => inner.Bytes<T>(rows, isDifferentiated) + (guidance?.Guide?.Bytes<T>(rows, isDifferentiated) ?? 0);

    /// <inheritdoc/>
    public override TimeRange Range => inner.Range;

    /// <inheritdoc/>
    public override bool KnowsUnlabelled => inner.KnowsUnlabelled;

    /// <inheritdoc/>
    public override bool CanBeGuided => inner.CanBeGuided;

    /// <inheritdoc/>
    public override int EvaluationsOfNetwork => guidance is null ? 1 : 2;

    /// <inheritdoc/>
    public override IReferenceData Reference { get; } = label is { } of ? OfClass(inner.Reference, of) : inner.Reference;

    /// <inheritdoc/>
    public override IReferenceData LabelledReference => inner.Reference;

    /// <inheritdoc/>
    public override int TurnOf(long sample) => label ?? inner.TurnOf(sample);

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => guidance is { } led ? led.Of<T>(inner, labels) : inner.Score<T>(labels);

    private static string NameOf(Model inner, int? label, ModelGuidance? guidance) =>
        $"{inner.Name}{(label is { } of ? $", label {inner.ClassNames[of]}" : "")}{(guidance is { } led ? $", {led}" : "")}";

    private static FiniteData OfClass(IReferenceData reference, int label) => new(() =>
    {
        DataSplit split = reference.Split ?? throw new InvalidOperationException("Data without an end has no labels.");
        return new DataSplit(OfClass(split.Training, label), OfClass(split.HeldOut, label));
    });

    private static DataSet OfClass(DataSet data, int label)
    {
        int[] labels = data.Labels.ToArray();
        int[] rows = [.. Enumerable.Range(0, data.Count).Where(row => labels[row] == label)];
        return rows.Length > 1
            ? data.Select(rows)
            : throw new DataFileException(data.Name, $"has {rows.Length} rows of that class in one of its parts, too few to judge samples by.");
    }
}
