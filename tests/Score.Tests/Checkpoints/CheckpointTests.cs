using System.Text;
using System.Text.Json;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scoresde").FullName;

    private string Place => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_saved_network_comes_back_with_all_that_belongs_to_it()
    {
        TrainingState state = Trained();
        Checkpoint saved = Checkpoint.Of(state);
        saved.Save(Place);
        Checkpoint loaded = Checkpoint.Load(Place);

        Assert.Equal(saved.Network.Settings, loaded.Network.Settings);
        Assert.Equal(state.Average.SelectMany(values => values), loaded.Network.Parameters.SelectMany(parameter => parameter.Values));
        Assert.Equal(Runs.Process, loaded.Process);
        Assert.Equal(state.Data, loaded.Data);
        Assert.Equal(Runs.Settings, loaded.Training);
        Assert.Equal(Runs.Settings.Parametrisation, loaded.Parametrisation);
        Assert.Equal(3, loaded.Step);
        Assert.Equal(state.Losses.Means, loaded.Losses.Means);
        Assert.Equal(state.Losses.Smoothed, loaded.Losses.Smoothed);
    }

    [Fact]
    public void A_training_checkpoint_can_be_sampled_from_and_a_plain_one_cannot_be_resumed()
    {
        TrainingState state = Trained();
        TrainingCheckpoint.Save(state, Place);
        Assert.Equal(state.Average[0], Checkpoint.Load(Place).Network.Parameters[0].Values);

        Checkpoint.Of(state).Save(Place);
        Assert.Contains("cannot be resumed", Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Load(Place)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_network_makes_the_same_bytes()
    {
        Checkpoint.Of(Trained()).Save(Place);
        byte[] first = File.ReadAllBytes(Place);
        Checkpoint.Load(Place).Save(Place);
        Assert.Equal(first, File.ReadAllBytes(Place));
    }

    // The longest words that data can have, and a network that is as small as it may be for them: refused before the training, or read after it.
    [Theory]
    [InlineData(200_000, 0, 1, 2, false)]
    [InlineData(200_000, 0, 5, 2, true)]
    [InlineData(2, 3000, 8, 8, false)]
    [InlineData(2, 3000, 128, 8, true)]
    public void What_is_trained_can_be_read_or_is_refused_before(int dimension, int classes, int width, int timeFeatures, bool isRead)
    {
        double[] numbers = [.. Enumerable.Repeat(-1.2345678901234567e-100, dimension)];
        var data = new DataDescription("wide", 10, dimension, classes, null, DataScaling.Identity)
        {
            Columns = new ColumnUnits(numbers, [.. numbers.Select(static value => -value)]),
            ClassNames = [.. Enumerable.Range(0, classes).Select(static i => $"{i}{new string('é', 250)}")],
        };
        TrainingState state = TrainingState.Start(Runs.Settings with { Width = width, Depth = 0, TimeFeatures = timeFeatures }, Runs.Process, data);
        if (!isRead)
        {
            Assert.Contains("give a greater width", Assert.Throws<ArgumentException>(() => TrainingCheckpoint.RefuseUnreadable(state)).Message, StringComparison.Ordinal);
            return;
        }

        TrainingCheckpoint.RefuseUnreadable(state);
        Checkpoint.Of(state).Save(Place);
        Assert.Equal(data, Checkpoint.Load(Place).Data);
        TrainingCheckpoint.Save(state, Place);
        Assert.Equal(data, TrainingCheckpoint.Load(Place).Data);
    }

    public static TheoryData<string, string, string> DamagedMetadata => new()
    {
        { "scoresde", "", "its metadata has no entry scoresde" },
        { "scoresde", "2", "has format version 2" },
        { "network", "", "the entry network is missing" },
        { "network", "{", "the entry network is not as docs/checkpoint-format.md says" },
        { "network", "null", "the entry network is missing" },
        { "network", """{"dimension":64}""", "the entry network is not as" },
        { "network", """{"dimension":64,"width":16,"depth":2,"timeFeatures":7,"classes":10,"parametrisation":"Velocity"}""", "TimeFeatures must be even" },
        { "network", """{"dimension":64,"width":16,"depth":2,"timeFeatures":8,"classes":10,"parametrisation":"7"}""", "the parametrisation 7 is unknown" },
        { "network", """{"dimension":64,"width":17,"depth":2,"timeFeatures":8,"classes":10,"parametrisation":"Velocity"}""", "its network needs F32 [17, 64]" },
        { "network", """{"dimension":64,"width":16,"depth":3,"timeFeatures":8,"classes":10,"parametrisation":"Velocity"}""", "lacks the tensor blocks.2.weight" },
        { "network", """{"dimension":64,"width":16,"depth":1,"timeFeatures":8,"classes":10,"parametrisation":"Velocity"}""", "holds a tensor blocks.1.weight that its network does not have" },
        { "network", """{"dimension":64,"width":16,"depth":2,"timeFeatures":8,"classes":9,"parametrisation":"Velocity"}""", "network and data differ" },
        { "process", """{"name":"xy","schedule":"linear:0.1,20"}""", "the process xy is unknown" },
        { "process", """{"name":"vp","schedule":"linear:0.1"}""", "the schedule linear:0.1 is unknown" },
        { "process", """{"name":"vp","schedule":"linear:20,0.1"}""", "the schedule linear:20,0.1 is out of range" },
        { "process", """{"name":"vp","schedule":"linear:a,b"}""", "the schedule linear:a,b is unknown" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":10,"image":[8,9,1],"shift":0,"scale":1}""", "the picture's shape does not fit" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":10,"image":null,"shift":0,"scale":0}""", "shift 0 or scale 0 is out of range" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":10,"image":null,"shift":0,"scale":1e38}""", "scale 1E+38 is out of range" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":2147483647,"image":null,"shift":0,"scale":1}""", "2147483647 classes" },
        { "data", """{"name":"d","count":0,"dimension":64,"classes":10,"image":null,"shift":0,"scale":1}""", "it was trained on 0 rows" },
        { "data", """{"name":"d","count":-9,"dimension":64,"classes":10,"image":null,"shift":0,"scale":1}""", "it was trained on -9 rows" },
        { "data", WithOrigin(path: "\"a\\u0000b\""), "the data's place is no path" },
        { "data", WithOrigin(beside: "\"\""), "the data's place is no path" },
        { "data", WithOrigin(labels: "\"a\\u0000b\""), "the data's place is no path" },
        { "data", WithOrigin(bytes: -1), "9 rows in -1 bytes" },
        { "data", WithOrigin(rows: 0), "0 rows in 9 bytes" },
        { "data", WithOrigin(layout: "\"rows\""), "the data's layout is unknown" },
        { "data", WithOrigin(layout: "\"0\""), "the data's layout is unknown" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":10,"image":null,"shift":0,"scale":1,"classNames":["a"]}""", "the names of the classes do not fit their number" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":2,"image":null,"shift":0,"scale":1,"classNames":["a","a"]}""", "the names of the classes do not fit their number" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":10,"image":null,"shift":0,"scale":1,"columns":{"shift":[1,2],"scale":[1,2]}}""", "the units of the columns do not fit the dimension" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":1048577,"image":null,"shift":0,"scale":1}""", "it has 1048577 classes, not 0 to 1048576" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":1048576,"image":null,"shift":0,"scale":1}""", "network and data differ" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":-1,"image":null,"shift":0,"scale":1}""", "it has -1 classes" },
        { "data", """{"name":"d","count":9,"dimension":64,"classes":10,"image":null,"shift":-1.001e30,"scale":1}""", "shift -1.001E+30 or scale 1 is out of range" },
        { "training", "{}".PadRight(65_537), "the entry training has more than 65536 letters" },
        { "training", """{"steps":0}""", "Steps must be at least 1" },
        { "training", """{"stepz":1}""", "the entry training is not as" },
        { "progress", """{"step":-1,"lossBlockSteps":1,"losses":[],"openLossSum":0,"openLossSteps":0,"smoothedLoss":null}""", "step -1 of 40 is impossible" },
        { "progress", """{"step":41,"lossBlockSteps":1,"losses":[],"openLossSum":0,"openLossSteps":0,"smoothedLoss":null}""", "step 41 of 40 is impossible" },
        { "progress", """{"step":3,"lossBlockSteps":10,"losses":[],"openLossSum":0,"openLossSteps":4,"smoothedLoss":null}""", "step 3 of 40 is impossible" },
        { "progress", """{"step":0,"lossBlockSteps":10,"losses":[],"openLossSum":0,"openLossSteps":0,"smoothedLoss":null,"stepsBefore":-1}""", "step 0 of 40 is impossible" },
        { "progress", """{"step":1,"lossBlockSteps":1,"losses":[-1],"openLossSum":0,"openLossSteps":0,"smoothedLoss":1}""", "a loss is negative or no finite number" },
        { "progress", """{"step":1,"lossBlockSteps":1,"losses":[1e999],"openLossSum":0,"openLossSteps":0,"smoothedLoss":1}""", "a loss is negative or no finite number" },
        { "progress", """{"step":1,"lossBlockSteps":1,"losses":[1],"openLossSum":-0.5,"openLossSteps":0,"smoothedLoss":1}""", "a loss is negative or no finite number" },
        { "progress", """{"step":1,"lossBlockSteps":1,"losses":[1],"openLossSum":0,"openLossSteps":0,"smoothedLoss":-1}""", "a loss is negative or no finite number" },
    };

    // The words in quotation marks, or null.
    private static string WithOrigin(string path = "\"/a\"", string beside = "null", string labels = "null", long bytes = 9, int rows = 9, string layout = "null") =>
        $$$"""
        {"name":"d","count":9,"dimension":64,"classes":10,"image":null,"shift":0,"scale":1,"origin":{"path":{{{path}}},"beside":{{{beside}}},"labels":{{{labels}}},
        "labelsBeside":null,"layout":{{{layout}}},"bytes":{{{bytes}}},"rows":{{{rows}}},"split":"fifth:1998","hash":"00"}}
        """;

    [Theory]
    [MemberData(nameof(DamagedMetadata))]
    public void Metadata_that_cannot_be_used_is_refused_with_the_reason(string key, string value, string reason)
    {
        Damage(file =>
        {
            Dictionary<string, string> metadata = new(file.Metadata);
            metadata.Remove(key);
            return file with { Metadata = value.Length == 0 ? metadata : new Dictionary<string, string>(metadata) { [key] = value } };
        });
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Checkpoint.Load(Place));
        Assert.StartsWith(Place, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Single(exception.Message.Split('\n'));
    }

    public static TheoryData<string, string> LastMetadata => new()
    {
        { "data", WithOrigin(rows: 1) },
        { "data", WithOrigin(bytes: 0, layout: "\"Rows\"") },
        { "data", """{"name":"d","count":1,"dimension":64,"classes":10,"image":[1,64,1],"shift":-1e30,"scale":1e30}""" },
        { "data", """{"name":"d","count":1,"dimension":64,"classes":10,"image":[8,2,4],"shift":1e30,"scale":1e-30,"columns":{"shift":[1],"scale":[2]}}""" },
    };

    /// <summary>What lies at the end of what is taken.</summary>
    [Theory]
    [MemberData(nameof(LastMetadata))]
    public void Metadata_is_taken_up_to_its_ends(string key, string value)
    {
        Damage(file => file with { Metadata = new Dictionary<string, string>(file.Metadata) { [key] = value } });
        Assert.Equal("d", Checkpoint.Load(Place).Data.Name);
    }

    /// <summary>What is planned for names is what names of letters that are escaped twice take, but for what is left for paths.</summary>
    [Fact]
    public void The_bytes_of_many_names_are_planned()
    {
        string[] names = [.. Enumerable.Range(0x100, 50_000).Select(static letter => $"{(char)letter}")];
        var data = new DataDescription("d", 1, 2, names.Length, null, DataScaling.Identity) { ClassNames = names };
        string text = JsonSerializer.Serialize(DataWords.Of(data, Place), CheckpointText.Default.DataText);
        Assert.InRange(DataWords.MostBytes(data) - Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(text)), 0, 1 << 18);
    }

    /// <summary>Where data was read from stands as it was named, and beside it as the way there from the checkpoint's folder.</summary>
    [Fact]
    public void The_origin_of_data_is_written_part_by_part()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(Place))!;
        string labels = Path.Combine(folder, "deep", "labels.npy");
        var origin = new DataOrigin(Path.Combine(folder, "d.npy"), labels, DataLayout.ChannelsFirst, 640, 20, "fifth:1", "abc");
        var data = new DataDescription("d", 1, 2, 0, null, DataScaling.Identity) { Origin = origin };
        Assert.Equal(
            new OriginText(origin.Path, "d.npy", labels, "deep/labels.npy", "ChannelsFirst", 640, 20, "fifth:1", "abc"),
            DataWords.Of(data, Place).Origin);
        Assert.Equal(
            new OriginText(origin.Path, "d.npy", "pairs", null, null, 640, 20, "fifth:1", "abc"),
            DataWords.Of(data with { Origin = origin with { Labels = "pairs", Layout = null } }, Place).Origin);
    }

    [Fact]
    public void An_entry_has_so_many_letters_and_lists_so_many_entries()
    {
        Damage(file => file with { Metadata = new Dictionary<string, string>(file.Metadata) { ["training"] = file.Metadata["training"].PadRight(65_536) } });
        Assert.Equal(40, Checkpoint.Load(Place).Training.Steps);
        foreach ((int most, int count, bool isTaken) in new[] { (0, 64, true), (0, 65, false), (100, 100, true), (100, 101, false) })
        {
            string text = $$"""{"a": [{{string.Join(',', Enumerable.Repeat(1, count))}}], "b": [1], "c": 1}""";
            Assert.Equal(isTaken, Record.Exception(() => DataWords.RefuseLongLists(text, most)) is null);
            Assert.Contains($"more than {Math.Max(64, most)} entries", Assert.Throws<FormatException>(() => DataWords.RefuseLongLists($"[{string.Join(',', Enumerable.Repeat(1, 200))}]", most)).Message, StringComparison.Ordinal);
        }

        DataWords.RefuseLongLists("[1", 0);
    }

    [Fact]
    public void Weights_that_are_not_finite_or_of_another_type_are_refused()
    {
        Damage(file => file with { Tensors = [.. file.Tensors.Select(tensor => tensor.Name == "output.bias" ? new Tensor("output.bias", [64], WithNaN().AsSpan()) : tensor)] });
        Assert.Contains("holds values in output.bias that are not finite", Assert.Throws<CheckpointException>(() => Checkpoint.Load(Place)).Message, StringComparison.Ordinal);

        Damage(file => file with { Tensors = [.. file.Tensors.Select(tensor => tensor.Name == "output.bias" ? new Tensor("output.bias", [64], new double[64].AsSpan()) : tensor)] });
        Assert.Contains("holds output.bias as F64 [64]", Assert.Throws<CheckpointException>(() => Checkpoint.Load(Place)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"width\":16", "\"width\":16777216", "its training settings are not those of its network")]
    [InlineData("\"depth\":2", "\"depth\":5000", "its training settings are not those of its network")]
    public void A_run_of_an_impossible_network_is_refused_with_the_name_of_its_file(string from, string to, string reason)
    {
        TrainingCheckpoint.Save(Trained(), Place);
        TensorFile file = TensorReader.Read(Place);
        string training = file.Metadata["training"];
        Assert.Contains(from, training, StringComparison.Ordinal);
        TensorWriter.Write(Place, file with
        {
            Metadata = new Dictionary<string, string>(file.Metadata) { ["training"] = training.Replace(from, to, StringComparison.Ordinal) },
        });
        CheckpointException fault = Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Load(Place));
        Assert.StartsWith(Place, fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_mean_of_squares_is_refused()
    {
        TrainingCheckpoint.Save(Trained(), Place);
        TensorFile file = TensorReader.Read(Place);
        Tensor changed = new("adam.v.output.bias", [64], Enumerable.Repeat(-1f, 64).ToArray().AsSpan());
        TensorWriter.Write(Place, file with { Tensors = [.. file.Tensors.Select(tensor => tensor.Name == changed.Name ? changed : tensor)] });
        Assert.Contains("is negative", Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Load(Place)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_from_a_file_is_not_repeated_whole()
    {
        Damage(file => file with { Tensors = [.. file.Tensors, new Tensor("\u001b[2J" + new string('n', 5000), [1], [1f])] });
        string message = Assert.Throws<CheckpointException>(() => Checkpoint.Load(Place)).Message;
        Assert.InRange(message.Length, 0, Place.Length + 200);
        Assert.DoesNotContain('\u001b', message);
    }

    [Fact]
    public void A_run_tells_where_it_stands_by_its_head_alone()
    {
        TrainingCheckpoint.Save(Trained(), Place);
        Assert.Equal((3, 40), TrainingCheckpoint.StoppedAt(Place));
        Checkpoint.Of(Trained()).Save(Place);
        Assert.Equal((3, 40), TrainingCheckpoint.StoppedAt(Place));
        File.WriteAllText(Place, "something else");
        Assert.Null(TrainingCheckpoint.StoppedAt(Place));
        Assert.Null(TrainingCheckpoint.StoppedAt(Place + ".none"));
    }

    [Fact]
    public void A_network_too_large_for_its_file_is_refused_without_being_allocated()
    {
        Damage(file => file with
        {
            Metadata = new Dictionary<string, string>(file.Metadata)
            {
                ["network"] = """{"dimension":64,"width":20000,"depth":1000,"timeFeatures":8,"classes":10,"parametrisation":"Velocity"}""",
            },
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CheckpointException>(() => Checkpoint.Load(Place));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void A_schedule_that_a_name_cannot_tell_is_not_saved()
    {
        var process = new VariancePreserving(new CosineSchedule(offset: 0.02));
        TrainingState state = TrainingState.Start(Runs.Settings, process, DataDescription.Of(Runs.Labelled));
        Assert.Contains("cannot be told by a name alone", Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Save(state, Place)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("ddpm", "ddpm:0.0001,0.02,1000")]
    [InlineData("cosine-ddpm:40", "cosine-ddpm:40")]
    [InlineData("table", "table")]
    public void The_table_of_a_chain_comes_back_bit_for_bit(string name, string word)
    {
        TableSchedule table = KnownChains.Parse(name)?.ToSchedule() ?? TableSchedule.FromBetas([0.1, 0.2, 0.3], "table:/a/file/somewhere");
        var process = new VariancePreserving(table);
        TrainingState state = TrainingState.Start(Runs.Settings, process, DataDescription.Of(Runs.Labelled));
        TrainingCheckpoint.Save(state, Place);
        Assert.Equal(process, TrainingCheckpoint.Load(Place).Process);
        Checkpoint.Of(state).Save(Place);
        IDiffusionProcess loaded = Checkpoint.Load(Place).Process;
        Assert.Equal(process, loaded);
        Assert.Equal(word, loaded.Schedule.Name);
        Assert.DoesNotContain("somewhere", File.ReadAllText(Place), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_no_table_is_refused()
    {
        Damage(static file => file with { Tensors = [.. file.Tensors, new Tensor("schedule.integrals", [3], [0f, 1f, 2f])] });
        Assert.Contains("is F32 [3] and not F64", Assert.Throws<CheckpointException>(() => Checkpoint.Load(Place)).Message, StringComparison.Ordinal);
        Damage(static file => file with { Tensors = [.. file.Tensors, new Tensor("schedule.integrals", [3], [0.0, 2.0, 1.0])] });
        Assert.Contains("−ln ᾱ_2 is 1", Assert.Throws<CheckpointException>(() => Checkpoint.Load(Place)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vp", "linear:0.1,20")]
    [InlineData("subvp", "linear:0.30000000000000004,7")]
    [InlineData("vp", "cosine")]
    [InlineData("ve", "geometric:0.01,50")]
    public void Names_of_processes_are_read_and_written_alike(string process, string schedule)
    {
        IDiffusionProcess parsed = ProcessNames.Parse(process, schedule);
        Assert.Equal((process, schedule), (parsed.Name, parsed.Schedule.Name));
        Assert.True(ProcessNames.CanName(parsed));
    }

    private static TrainingState Trained()
    {
        TrainingState state = Runs.Start();
        Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 3 });
        return state;
    }

    private static float[] WithNaN() => [.. Enumerable.Repeat(0f, 63), float.NaN];

    private void Damage(Func<TensorFile, TensorFile> change)
    {
        Checkpoint.Of(Runs.Start()).Save(Place);
        TensorWriter.Write(Place, change(TensorReader.Read(Place)));
    }
}
