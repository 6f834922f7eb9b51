using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Pictures;

/// <summary>A model that has no law and is asked for pictures alone.</summary>
internal sealed class BareModel(int dimension, ImageShape? image = null, int classes = 0, DataScaling? scaling = null, ColumnUnits? columns = null, IReferenceData? reference = null)
    : Model("bare", new VariancePreserving(new LinearSchedule(0.1, 20)), dimension)
{
    /// <inheritdoc/>
    public override DataDescription Data { get; } = new("bare", 1, dimension, classes, image, scaling ?? DataScaling.Identity) { Columns = columns };

    /// <inheritdoc/>
    public override IReferenceData Reference { get; } = reference ?? new NoReference("bare");

    /// <inheritdoc/>
    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => throw new NotSupportedException();
}
