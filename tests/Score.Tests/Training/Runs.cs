using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>Small training runs for tests.</summary>
internal static class Runs
{
    public static IDiffusionProcess Process { get; } = new VariancePreserving(new LinearSchedule());

    // A batch of 130 makes two whole chunks and one of two rows; everything random is switched on.
    public static TrainingSettings Settings { get; } = new()
    {
        Steps = 40,
        Batch = 130,
        Width = 16,
        Depth = 2,
        TimeFeatures = 8,
        WarmUp = 5,
        DataNoise = 0.05,
        LabelDropout = 0.3,
        Seed = 11,
        WeightDecay = 0.1,
    };

    public static DataSet Labelled { get; } = Digits.Load().Select([.. Enumerable.Range(0, 300)], "three hundred digits");

    public static TrainingState Start(TrainingSettings? settings = null, DataSet? data = null) =>
        TrainingState.Start(settings ?? Settings, Process, DataDescription.Of(data ?? Labelled));

    /// <summary>The bits of everything that a run carries on.</summary>
    public static IEnumerable<int> Bits(TrainingState state) =>
        state.Network.Parameters.Select(parameter => parameter.Values)
            .Concat(state.Average).Concat(state.FirstMoment).Concat(state.SecondMoment)
            .SelectMany(values => values).Select(BitConverter.SingleToInt32Bits);
}
