using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Images;
using ScoreSde.Metrics;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.States;
using ScoreSde.Tests.Doors;
using ScoreSde.Training;

namespace ScoreSde.Tests;

/// <summary>Null in the place of one argument is refused by that argument's name, where all else is as usual.</summary>
[Trait("Category", "Once")]
public sealed class OwnDoorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scoresde-doors-").FullName;

    public static TheoryData<string> Rooms => [.. Doors(null).Select(static door => door.Method.DeclaringType!.Namespace!).Distinct()];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>All but what asks an exception of its kind, where null is none of them, and a weight that asks its process for nothing.</summary>
    [Theory]
    [MemberData(nameof(Rooms))]
    public void Null_is_refused_by_name(string room)
    {
        Answers answers = Questions.AskForNull(Doors(room), new Arguments(Path.Combine(folder, "x"), [.. Own()]));
        Assert.True(answers.Faults.Count == 0, string.Join('\n', answers.Faults));
        Assert.True(answers.Unknown.Count == 0, string.Join('\n', answers.Unknown));
        Assert.True(answers.Known > 0, "No doors are known.");
    }

    private static IEnumerable<Door> Doors(string? room) => Door.Of(typeof(Checkpoint).Assembly, ofObjects: true)
        .Where(door => door.Method.DeclaringType is { } type && type != typeof(WriteFault) && type != typeof(LossWeights) && (room is null || type.Namespace == room));

    private static IEnumerable<object> Own()
    {
        var settings = new MlpSettings(2, 4, 1, 2, 0) { LearnsVariance = true };
        var network = new ResidualMlp<float>(settings, 1);
        DataSet data = SyntheticData.Create("moons", 20, seed: 0);
        var training = new TrainingSettings { Steps = 1, Batch = 8, Width = 4, Depth = 1, TimeFeatures = 2, WarmUp = 0 };
        TrainingState state = TrainingState.Start(training, new VariancePreserving(new LinearSchedule()), DataDescription.Of(data));
        UNetSettings shape = new(new ImageShape(4, 4), 2, [1], 1, [], 1, 2, 0);
        var pictures = new DataDescription("pictures", 1, 16, 0, shape.Image, DataScaling.Identity);
        var run = new CheckpointMetadata(new MlpSettings(16, 1, 0, 2, 0), training.Parametrisation, state.Process, pictures, training, 0, new LossHistory(1));
        return
        [
            settings, network, network.CreateWorkspace(3, training: true), new NetworkScore<float>(network), data, DataSplit.Of(data), training, state, Checkpoint.Of(state),
            new UNetCheckpoint(new UNetMetadata(shape, run), [.. new UNetLayout(shape).Entries.Select(static entry => new float[entry.Shape.Aggregate(1, static (product, length) => product * length)])]), new MemoryStream(), new Tensor("x", [1], [1f]), new TensorFile([], new Dictionary<string, string>()), new PlotRange(0, 1), ((ISampleMetric)new SlicedWasserstein()).Against(Samples.Of(data)), new Told(), new TileSpace<float>(3, 2).Allocate(),
        ];
    }

    private sealed class Told : IToldScore<Tile<float>>
    {
        public int Dimension => 2;

        public bool IsTold => true;

        public double TimeOf(NoiseLevel level) => level.Time;

        public void Evaluate(Tile<float> x, NoiseLevel level, Tile<float> epsilon) => epsilon.Values.Clear();

        public void EvaluateTold(Tile<float> x, NoiseLevel level, double time, Tile<float> epsilon) => epsilon.Values.Clear();
    }
}
