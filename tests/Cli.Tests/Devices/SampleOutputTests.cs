using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Guidance;
using ScoreSde.Tests.Models;

namespace ScoreSde.Tests.Devices;

/// <summary>What every way of sampling and of training has, on whichever device.</summary>
[Trait("Category", "Once")]
public sealed class SampleOutputTests
{
    private static readonly DeviceWords None = new(0, null, null, false);
    private static readonly RunIdentity Run = new("1", "scoresde sample", 0, 10, new Dictionary<string, string>());

    [Fact]
    public void The_memory_of_a_guide_is_planned_and_that_of_a_weight_alone_is_the_model_s()
    {
        SampleOutput plain = Output();
        Assert.Same(plain.Model, plain.Led);
        Assert.Same(plain.Model, (plain with { Guidance = new ModelGuidance(new GuidanceRule(2)) }).Led);
        SampleOutput led = plain with { Guidance = new ModelGuidance(new GuidanceRule(2)) { Guide = new PlainModel("weak", 3, PlainModel.Drawn(3)) }, Label = 1 };
        Assert.Equal((100, 200, 2), (plain.Led.Bytes<float>(10, false), led.Led.Bytes<float>(10, false), led.Led.EvaluationsOfNetwork));
        Assert.Equal("m, guidance 2 from weak", led.Led.Name);
    }

    [Fact]
    public void The_rows_are_those_of_the_part_where_one_is_drawn()
    {
        SampleOutput plain = Output();
        Assert.Equal((new RowRange(0, 10), 10), (plain.Rows, plain.CountInMemory));
        SampleOutput part = plain with { Target = new SampleTarget(Run, new Shard(2, 3), false, static path => path) };
        Assert.Equal((new RowRange(3, 3), 3), (part.Rows, part.CountInMemory));
        Assert.Equal(new RowRange(0, 10), (plain with { Target = new SampleTarget(Run, null, false, static path => path) }).Rows);
        Assert.Equal(new RowRange(6, 4), (plain with { Density = new DensityTarget("d", new PartOfRun(Run, new Shard(3, 3))) }).Rows);
        Assert.Equal(new RowRange(0, 10), (plain with { Density = new DensityTarget("d", null) }).Rows);
        Assert.Equal(int.MaxValue, (plain with { Count = int.MaxValue }).CountInMemory);
        Assert.Throws<OverflowException>(() => (plain with { Count = 1L << 31 }).CountInMemory);
    }

    [Fact]
    public void Without_a_label_samples_have_all_classes_in_turn()
    {
        SampleOutput plain = Output() with { Model = new PlainModel("m", 3, PlainModel.Drawn(3)) { Known = new DataDescription("x", 4, 3, 2, null, DataScaling.Identity) } };
        Assert.Equal([0, 1, 0], new[] { 0L, 1, 2 }.Select(plain.LabelOf));
        Assert.Equal([1, 1, 1], new[] { 0L, 1, 2 }.Select((plain with { Label = 1 }).LabelOf));
        Assert.Equal([0, 0, 0], new[] { 0L, 1, 2 }.Select((plain with { Label = 0 }).LabelOf));
    }

    /// <summary>Ten samples of three numbers.</summary>
    [Theory]
    [InlineData("x.npy", 0, 30 * 4, 30 * 8)]
    [InlineData("x.npy", 1, 30 * 4, 30 * 8)]
    [InlineData("x.npy", 4, 120 * 4, 120 * 8)]
    [InlineData("x.csv", 0, 30 * 11, 30 * 19)]
    [InlineData("x.CSV", 2, 60 * 11, 60 * 19)]
    public void A_file_that_just_fits_on_its_disk_is_written(string file, int times, int floats, int doubles)
    {
        SampleOutput output = Output() with { Files = new SampleFiles(file, null, null) };
        output.CheckDisk<float>(times, Disk(floats));
        output.CheckDisk<double>(times, Disk(doubles));
        Assert.Equal(
            [$"{file} becomes {floats} bytes long, and its disk has {floats - 1} bytes left: give a smaller --count, or --out on another disk."],
            Assert.Throws<UsageException>(() => output.CheckDisk<float>(times, Disk(floats - 1))).Faults);
        Assert.Throws<UsageException>(() => output.CheckDisk<double>(times, Disk(doubles - 1)));
    }

    [Fact]
    public void What_goes_to_no_file_needs_no_disk()
    {
        (Output() with { Files = new SampleFiles(null, "x.png", null) }).CheckDisk<float>(1, Disk(0));
        (Output() with { Files = new SampleFiles("-", null, null) }).CheckDisk<float>(1, Disk(0));
    }

    [Theory]
    [InlineData("x.svg", true)]
    [InlineData("x.SVG", true)]
    [InlineData("x.png", false)]
    [InlineData("svg", false)]
    [InlineData(null, false)]
    public void A_picture_of_that_ending_is_a_chart(string? file, bool isOne) => Assert.Equal(isOne, SampleOutput.IsChart(file));

    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData("x", null, null, true)]
    [InlineData(null, "x", null, true)]
    [InlineData(null, null, "x", true)]
    public void Any_file_is_kept(string? array, string? image, string? animation, bool hasAny) => Assert.Equal(hasAny, new SampleFiles(array, image, animation).HasAny);

    [Fact]
    public void The_processor_refuses_what_is_for_tensors()
    {
        Assert.Empty(Faults(None));
        Assert.Empty(Faults(None with { Threads = 3 }));
        Assert.Equal(["--noise is for tensors; it means nothing on --device cpu."], Faults(None with { Noise = "cpu" }));
        Assert.Equal(["--rows is for tensors; it means nothing on --device cpu."], Faults(None with { RowsAtOnce = 0 }));
        Assert.Equal(["--mixed is for tensors; it means nothing on --device cpu."], Faults(None with { MixedPrecision = true }));
        Assert.Equal(["--precision is for --device cuda; it means nothing on --device cpu."], Faults(None with { Precision = "exact" }));

        static IReadOnlyList<string> Faults(DeviceWords words)
        {
            var faults = new Faults();
            new Cpu().Check(words, faults);
            return faults.None ? [] : Assert.Throws<UsageException>(faults.ThrowIfAny).Faults;
        }
    }

    [Fact]
    public void Each_device_says_what_it_does()
    {
        IDevice cpu = new Cpu();
        Assert.Equal(("cpu", null, true, true, true, false), (cpu.Name, cpu.Engine, cpu.KeepsStates, cpu.Trains, cpu.OpensModels, cpu.TrainsUNets));
        IDevice cuda = new FusedCuda();
        Assert.Equal(("cuda", "fused", false, false, false, false), (cuda.Name, cuda.Engine, cuda.KeepsStates, cuda.Trains, cuda.OpensModels, cuda.TrainsUNets));
        var train = new TrainSettings(null, "x", cpu, None);
        foreach (IDevice device in new[] { cpu, cuda })
        {
            Assert.Null(device.ResumeUNet(train, "x", Disk(0)));
            Assert.Null(device.ContinueUNet(train, "x", static settings => settings, Disk(0)));
        }

        Assert.Equal("--device cuda draws samples alone.", Assert.Throws<NotSupportedException>(() => cuda.Open<float>(Output().Model, static _ => 0, null, None, Disk(0))).Message);
        Assert.Equal(["cpu", "cuda"], DeviceCatalog.All().Where(static device => device.Engine != "torch" && device.Name != "torch").Select(static device => device.Name));
        Assert.Equal(("cpu", "cuda, fused"), (DeviceCatalog.Title("cpu", null), DeviceCatalog.Title("cuda", "fused")));
    }

    [Fact]
    public void A_device_is_found_by_its_word_and_must_suit()
    {
        var faults = new Faults();
        Assert.IsType<Cpu>(DeviceCatalog.Find("CPU", None, static _ => true, faults));
        Assert.Null(DeviceCatalog.Find("cpu", None, static _ => false, faults));
        Assert.True(faults.None);
        Assert.Null(DeviceCatalog.Find("cpu", None with { Engine = "fused" }, static _ => true, faults));
        Assert.Null(DeviceCatalog.Find("gpu", None with { Engine = "fused" }, static _ => true, faults));
        Assert.Equal(
            ["--engine is for --device cuda; it means nothing on --device cpu.", "There is no device 'gpu'; there are cpu, torch and cuda. 'scoresde devices' shows what is here."],
            Assert.Throws<UsageException>(faults.ThrowIfAny).Faults);
    }

    [Fact]
    public void The_end_of_a_training_run_says_where_it_is_and_how_to_go_on()
    {
        string full = Path.GetFullPath("m");
        Assert.Equal((1, "", $"scoresde: Stopped after step 4 of 5; saved. Go on with: scoresde train --resume --seed 2 --out {full}\n"), End("m", 4));
        Assert.Equal(
            (1, "", $"scoresde: Stopped after step 4 of 5; saved in n, since m cannot be written. Go on with: scoresde train --resume {Path.GetFullPath("n")} --seed 2 --out {full}\n"), End("n", 4));
        Assert.Equal((0, "m: 5 steps, loss 0.1235\n", ""), End("m", 5));
        Assert.Equal((1, "n: 5 steps, loss 0.1235\n", "scoresde: m cannot be written; the finished network is in n.\n"), End("n", 5));

        static (int, string, string) End(string place, int done)
        {
            using var results = new StringWriter { NewLine = "\n" };
            using var talk = new StringWriter { NewLine = "\n" };
            int code = TrainingFrame.End(new TrainSettings(null, "m", new Cpu(), None), place, (done, 5, 0.123456), " --seed 2", new Terminal(results, talk));
            return (code, results.ToString(), talk.ToString());
        }
    }

    [Fact]
    public void A_stopped_run_goes_on_with_the_rows_that_it_had_in_its_own_scaling_where_it_continues()
    {
        DataSet rows = new("x", [1, 2, 3, 4], 2, new DataScaling(1, 2));
        DataDescription known = DataDescription.Of(rows.WithScaling(new DataScaling(3, 4)));
        DataUnits? asked = null;
        var run = new TrainSettings(
            units =>
            {
                asked = units;
                return rows;
            },
            "m",
            new Cpu(),
            None);
        DataSet taken = TrainingFrame.RowsOfStopped(run, "source", known, continues: true);
        Assert.Equal((new DataScaling(3, 4), 2), (taken.Scaling, taken.Count));
        Assert.Equal(new DataScaling(3, 4), asked!.Scaling);
        Assert.Equal("source: was trained on other data than --data: 2 rows of 2 from 'x'.", Assert.Throws<CheckpointException>(() => TrainingFrame.RowsOfStopped(run, "source", known, continues: false)).Message);
        Assert.Throws<CheckpointException>(() => TrainingFrame.RowsOfStopped(run, "source", known with { Count = 3 }, continues: true));
        Assert.Same(rows, TrainingFrame.RowsOfStopped(run, "source", DataDescription.Of(rows), continues: false));
        Assert.Same(rows, TrainingFrame.InUnitsOf(rows, DataDescription.Of(rows)));
    }

    private static Terminal Disk(long bytes) => new(TextWriter.Null, TextWriter.Null) { DiskBytes = _ => bytes };

    private static SampleOutput Output() => new(new PlainModel("m", 3, PlainModel.Drawn(3)), 10, 0, null, null, 1, new SampleFiles(null, null, null));
}
