using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Data;
using ScoreSde.Training;

namespace ScoreSde.Tests.Checkpoints;

/// <summary>A checkpoint finds the data that it was trained on, and opens nothing else.</summary>
public sealed class RecordedDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_whole_description_survives_the_file()
    {
        File.WriteAllText(folder.File("pets.csv"), "x,y,kind\n1,2,cat\n3,4,dog\n5,7,cat\n8,8,dog\n9,1,cat\n");
        DataDescription expected = Trained(new DataRequest(folder.File("pets.csv"), "kind"));
        DataDescription actual = Checkpoint.Load(folder.File("m")).Data;
        Assert.Equal(expected, actual);
        Assert.Equal(["cat", "dog"], actual.ClassNames);
        Assert.Equal(expected.Columns, actual.Columns);
        Assert.Equal(expected.Origin, actual.Origin! with { Beside = null });
        Assert.Equal("pets.csv", actual.Origin.Beside);
        Assert.Equal(("kind", 5, "fifth:1998"), (actual.Origin.Labels, actual.Origin.Rows, actual.Origin.Split));
    }

    [Fact]
    public void Data_that_moved_with_the_checkpoint_is_found_beside_it()
    {
        Save("a/d.npy", Values());
        Trained(new DataRequest(folder.File("a/d.npy")), "a/m");
        Directory.Move(folder.File("a"), folder.File("b"));
        DataDescription data = Checkpoint.Load(folder.File("b/m")).Data;
        DataSplit split = RecordedData.Open(data, folder.File("b/m"));
        Assert.Equal((40, 10), (split.Training.Count, split.HeldOut.Count));
        Assert.Equal(data, DataDescription.Of(split.Training));
    }

    [Fact]
    public void A_checkpoint_that_moved_finds_data_that_stayed()
    {
        Save("d.npy", Values());
        Trained(new DataRequest(folder.File("d.npy")));
        Directory.CreateDirectory(folder.File("far/away"));
        File.Move(folder.File("m"), folder.File("far/away/m"));
        Assert.Equal(40, RecordedData.Open(Checkpoint.Load(folder.File("far/away/m")).Data, folder.File("far/away/m")).Training.Count);
    }

    [Fact]
    public void Changed_data_of_the_same_count_mean_and_deviation_is_refused()
    {
        float[] values = Values();
        Save("d.npy", values);
        DataDescription data = Trained(new DataRequest(folder.File("d.npy")));
        Save("d.npy", [.. values.Chunk(2).Reverse().SelectMany(row => row)]);
        Refused("d.npy', which has changed since; give --data FILE");
        Assert.NotEqual(data, DataDescription.Of(DataSets.Split(folder.File("d.npy")).Training));
        Save("d.npy", [.. values, 1, 2]);
        Refused("which has changed since");
        File.Delete(folder.File("d.npy"));
        Refused("d.npy', which is not there; give --data FILE");
    }

    [Fact]
    public void A_file_of_the_recorded_length_that_is_no_data_is_not_described_and_does_not_hide_the_data()
    {
        Save("a/d.npy", Values());
        DataDescription data = Trained(new DataRequest(folder.File("a/d.npy")), "m");
        string stranger = folder.File("stranger");
        File.WriteAllText(stranger, new string('s', (int)data.Origin!.Bytes));
        DataDescription planted = data with { Origin = data.Origin with { Beside = "stranger" } };
        Assert.Equal(40, RecordedData.Open(planted, folder.File("m")).Training.Count);

        File.Delete(folder.File("a/d.npy"));
        CheckpointException fault = Assert.Throws<CheckpointException>(() => RecordedData.Open(planted, folder.File("m")));
        Assert.EndsWith("stranger', which has changed since; give --data FILE with the data as it was.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//server/share/d.npy")]
    [InlineData("/dev/zero")]
    [InlineData("/proc/self/environ")]
    [InlineData("d.npy")]
    public void What_was_not_recorded_by_training_is_not_opened(string path)
    {
        Save("d.npy", Values());
        DataDescription data = Trained(new DataRequest(folder.File("d.npy")));
        DataDescription hostile = data with { Origin = data.Origin! with { Path = path, Beside = path } };
        File.Delete(folder.File("d.npy"));
        Assert.Contains("which is not there", Assert.Throws<CheckpointException>(() => RecordedData.Open(hostile, folder.File("m"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moons", 512, 2, 49.5, 9.9, false)]
    [InlineData("moons", 20000, 2, 0.5, 1, true)]
    [InlineData("digits", 1438, 64, 8, 8, true)]
    [InlineData("digits", 1438, 2, 8, 8, false)]
    [InlineData("mine", 100, 2, 0, 1, false)]
    public void A_name_alone_is_no_data_of_the_program(string name, int count, int dimension, double shift, double scale, bool isBuiltIn) =>
        Assert.Equal(isBuiltIn, new DataDescription(name, count, dimension, 0, null, new DataScaling(shift, scale)).IsBuiltIn);

    private DataDescription Trained(DataRequest request, string file = "m")
    {
        DataSet data = DataSets.Split(request).Training;
        var description = DataDescription.Of(data);
        var settings = new TrainingSettings { Steps = 2, WarmUp = 0, Width = 8, Depth = 0, Batch = 4 };
        Checkpoint.Of(TrainingState.Start(settings, new VariancePreserving(new LinearSchedule(0.1, 20)), description)).Save(folder.File(file));
        return description;
    }

    private void Refused(string fragment) => Assert.Contains(
        fragment,
        Assert.Throws<CheckpointException>(() => RecordedData.Open(Checkpoint.Load(folder.File("m")).Data, folder.File("m"))).Message,
        StringComparison.Ordinal);

    private void Save(string name, float[] values)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        NpyWriter<float>.Save(folder.File(name), values, 2);
    }

    private static float[] Values() => [.. Enumerable.Range(0, 100).Select(i => MathF.Sin(i))];
}
