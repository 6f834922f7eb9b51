using ScoreSde.Cli.Models;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Models;

/// <summary>A model without a score whose memory is ten bytes a row, 100,000 more in double and a million more where it is differentiated.</summary>
internal sealed class PlainModel(string name, int dimension, IReferenceData reference) : Model(name, new VariancePreserving(new LinearSchedule()), dimension)
{
    public DataDescription? Known { get; init; }

    public TimeRange Times { get; init; } = TimeRange.Whole;

    public bool IsAlwaysLabelled { get; init; }

    public override DataDescription? Data => Known;

    public override TimeRange Range => Times;

    public override bool KnowsUnlabelled => !IsAlwaysLabelled;

    public override IReferenceData Reference => reference;

    public override double Bytes<T>(int rows, bool isDifferentiated) => (10.0 * rows) + (typeof(T) == typeof(double) ? 1e5 : 0) + (isDifferentiated ? 1e6 : 0);

    public override IScoreFunction<Tile<T>> Score<T>(Func<long, int> labels) => throw new NotSupportedException();

    /// <summary>Data of a law: zeros.</summary>
    public static IReferenceData Drawn(int dimension) =>
        new DrawnData((_, count, _) => new DataSet("zeros", new float[count * dimension], dimension, DataScaling.Identity));

    /// <summary>Rows of one number, 0, 1, 2, …, and what they are labelled.</summary>
    public static DataSet Rows(params int[] labels) =>
        new("rows", [.. Enumerable.Range(0, labels.Length).Select(static i => (float)i)], 1, DataScaling.Identity, labels, 3) { ClassNames = ["no", "one", "two"] };
}
