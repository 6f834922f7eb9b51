using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Comparing;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Planning;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Contestants;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Metrics;
using ScoreSde.Networks;
using ScoreSde.Particles;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.Tests.Models;
using ScoreSde.Training;

namespace ScoreSde.Tests.Planning;

/// <summary>The memory of each verb with and without what is optional: 100 rows of 3 numbers by one worker, which has all of them in hand.</summary>
[Trait("Category", "Once")]
public sealed class PlansTests
{
    private const double Program = 80e6;
    private const int Count = 100;

    // 100 rows and 24 states of each.
    private const double Single = (1 + 24) * Count * 3 * 4.0;
    private const double Double = 2 * Single;

    // PlainModel's: ten bytes a row.
    private const double Network = 1000;

    [Fact]
    public void Samples_and_the_network_are_there_always()
    {
        Assert.Equal(Program + Single + Network, Plans.Sampling<float>(Plain(), Count, 1, 0, false, false).Bytes);
        Assert.Equal(Program + Double + Network + 1e5, Plans.Sampling<double>(Plain(), Count, 1, 0, false, false).Bytes);
    }

    [Theory]
    [InlineData(0, false, false, 0, 0)]
    [InlineData(1, false, false, 2 * 4, 2 * 8)]
    [InlineData(4, false, false, 8 * 4, 8 * 8)]
    [InlineData(0, true, false, 0, 4)]
    [InlineData(1, true, false, 8 + 4, 16 + 8)]
    [InlineData(4, true, false, 32 + 16, 64 + 32)]
    [InlineData(0, false, true, 4, 8)]
    [InlineData(4, false, true, 32 + 16, 64 + 32)]
    [InlineData(4, true, true, 32 + 16 + 16, 64 + 32 + 32)]
    public void States_pictures_and_copies_are_numbers_of_each_time(int times, bool isShown, bool isKept, double floats, double doubles)
    {
        Model model = Plain(new ColumnUnits([0], [1]));
        Assert.Equal(Program + Single + Network + (300 * floats), Plans.Sampling<float>(model, Count, 1, times, isKept, isShown).Bytes);
        Assert.Equal(Program + Double + Network + 1e5 + (300 * doubles), Plans.Sampling<double>(model, Count, 1, times, isKept, isShown).Bytes);
    }

    [Fact]
    public void Copies_are_of_doubles_where_the_file_needs_them_and_there_are_none_without_units()
    {
        double less = Plans.Sampling<float>(Plain(), Count, 1, 0, false, false).Bytes;
        Assert.Equal(less, Plans.Sampling<float>(Plain(), Count, 1, 0, true, false).Bytes);
        Assert.Equal(less + (300 * 8), Plans.Sampling<float>(Plain(new ColumnUnits([1e6], [1])), Count, 1, 0, true, false).Bytes);
    }

    [Fact]
    public void Densities_and_frames_come_on_top()
    {
        double less = Plans.Sampling<float>(Plain(), Count, 1, 0, false, false).Bytes;
        Assert.Equal(less + (3 * Count * 8), Plans.Sampling<float>(Plain(), Count, 1, 0, false, false, hasDensities: true).Bytes);
        Assert.Equal(less + 36e6 + (5 * 300 * 4), Plans.Sampling<float>(Plain(), Count, 1, 0, false, false, frames: 5).Bytes);
        Assert.Equal(less + 36e6 + (8 * 300 * 4), Plans.Sampling<float>(Plain(), Count, 1, 4, false, false, frames: 5).Bytes);

        // An animation shows the first 1,500 points.
        double many = Plans.Sampling<float>(Plain(), 2000, 1, 0, false, false).Bytes;
        Assert.Equal(many + 36e6 + (5 * 4500 * 4), Plans.Sampling<float>(Plain(), 2000, 1, 0, false, false, frames: 5).Bytes);
    }

    [Fact]
    public void Samples_on_their_way_to_a_file_are_not_kept()
    {
        Assert.Equal(Program + (Single * 24 / 25) + Network, Plans.Streaming<float>(Plain(), Count, 1, 0).Bytes);
        Assert.Equal(Program + (Double * 24 / 25) + Network + 1e5 + (2 * 7 * 3 * 4), Plans.Streaming<double>(Plain(), Count, 1, 7).Bytes);
    }

    [Theory]
    [InlineData(false, false, false, 4 + 8)]
    [InlineData(true, false, false, 4 + 12)]
    [InlineData(false, true, false, 4 + 8 + (2 * (4 + 4)))]
    [InlineData(false, false, true, 4 + 8 + (2 * 2 * 4))]
    public void The_way_forward_has_rows_and_their_states(bool onChain, bool isKept, bool isShown, double bytes)
    {
        Assert.Equal(Program + 10 + (300 * bytes), Plans.Forward<float>(Plain(new ColumnUnits([0], [1])), Count, 2, onChain, isKept, isShown).Bytes);

        // Of data with an end no more than there are: 5 rows.
        var rows = new DataSet("x", new float[15], 3, DataScaling.Identity);
        var finite = new PlainModel("m", 3, new FiniteData(() => new DataSplit(rows, rows))) { Known = new DataDescription("x", 4, 3, 0, null, DataScaling.Identity) { Columns = new ColumnUnits([0], [1]) } };
        Assert.Equal(Program + 10 + (15 * bytes), Plans.Forward<float>(finite, Count, 2, onChain, isKept, isShown).Bytes);
        Assert.Equal(Program + 10 + (12 * bytes), Plans.Forward<float>(finite, 4, 2, onChain, isKept, isShown).Bytes);
    }

    [Fact]
    public void What_is_differentiated_takes_more()
    {
        Assert.Equal(Program + (2 * Single) + 1200 + Network + 1e6, Plans.Restoring<float>(Plain(), Count, 1).Bytes);
        Assert.Equal(Program + (2 * Double) + 1200 + Network + 1.1e6, Plans.Restoring<double>(Plain(), Count, 1).Bytes);
        Assert.Equal(Program + (300 * 12) + (Count * 96) + Network + 1e6, Plans.Likelihood<float>(Plain(), Count, 1).Bytes);
        Assert.Equal(Program + (300 * 16) + (Count * 96) + Network + 1.1e6, Plans.Likelihood<double>(Plain(), Count, 1).Bytes);
        var one = new SamplerOptions { Threads = 1 };
        Assert.Equal(32, ParticleSampler.ParticlesAtOnce(4, 8, 3, one));
        Assert.Equal(Program + ParticleSampler.Bytes<float>(4, 8, 3, one) + (12 * 4) + (12 * 4) + 320 + 1e6, Plans.Particles<float>(Plain(), 4, 8, 1).Bytes);
        Assert.Equal(Program + ParticleSampler.Bytes<double>(4, 8, 3, one) + (12 * 8) + (12 * 4) + 320 + 1.1e6, Plans.Particles<double>(Plain(), 4, 8, 1).Bytes);
    }

    /// <summary>Samples three times and a half in double, of a law nine draws with a label each, four bytes for each number of the ends of the paths of all runs.</summary>
    [Theory]
    [InlineData(true, true, 9 * 100 * ((4 * 3) + 4), 2 * 100 * 3 * 4, 1e5)]
    [InlineData(true, false, 9 * 100 * ((4 * 3) + 4), 0, 0)]
    [InlineData(false, true, 0, 2 * 100 * 3 * 4, 1e5)]
    [InlineData(false, false, 0, 0, 0)]
    public void A_comparison_has_its_samples_what_judges_them_and_the_ends_of_their_paths(bool isDrawn, bool followsPaths, double judging, double paths, double inDouble)
    {
        var rows = new DataSet("x", new float[15], 3, DataScaling.Identity);
        var model = new PlainModel("m", 3, isDrawn ? PlainModel.Drawn(3) : new FiniteData(() => new DataSplit(rows, rows)));
        double measuring = MetricMemory.Bytes(Count, 3) + MetricMemory.OfCovariances(3);
        Assert.Equal(Program + (3 * Single) + judging + Network + inDouble + paths + measuring, Compared<float>(model, followsPaths));
        Assert.Equal(Program + (3.5 * Double) + judging + Network + 1e5 + paths + measuring, Compared<double>(model, followsPaths));
    }

    /// <summary>Covariances of at most 1,024 numbers are taken.</summary>
    [Fact]
    public void Wide_samples_have_no_covariances()
    {
        double taken = Compared<float>(new PlainModel("m", 1024, PlainModel.Drawn(1024)), false);
        double left = Compared<float>(new PlainModel("m", 1025, PlainModel.Drawn(1025)), false);
        Assert.Equal(MetricMemory.OfCovariances(1024), taken - left, 0.05 * MetricMemory.OfCovariances(1024));
    }

    [Fact]
    public void A_network_and_its_graph_and_what_trains_it()
    {
        Assert.Equal(Program + 10 + 5, Plans.Exporting(Plain()).Bytes);
        var network = new MlpSettings(3, 8, 1, 4, 0);
        double training = TrainingMemory.OfNetwork(network) + TrainingMemory.OfBatch(network, 16);
        Assert.Equal(Program + training + (8 * 700), Plans.Training(new TrainingSettings { Batch = 16 }, network, 700).Bytes);
        Assert.Equal(Program + 150e6, Plans.Verifying().Bytes);
    }

    [Theory]
    [InlineData(3, 33)]
    [InlineData(33, 33)]
    [InlineData(34, 34)]
    public void A_grid_is_made_of_a_spectrum_and_the_errors_of_its_steps(int dimension, int levels)
    {
        var model = new PlainModel("m", dimension, PlainModel.Drawn(dimension));
        double given = Program + 90e6 + 10 + (64 * 7 * levels * 8);
        Assert.Equal(given, Plans.Grid(model, 7, isSpectrumGiven: true).Bytes);
        Assert.Equal(given + (5000 * dimension * 12) + (5 * dimension * dimension * 8), Plans.Grid(model, 7, isSpectrumGiven: false).Bytes);
    }

    [Fact]
    public void A_plan_that_just_fits_is_carried_out_and_one_that_does_not_names_its_largest_parts()
    {
        var plan = new MemoryPlan("ask for less").With("few", 1.5e6).With("some", 60e6).With("most", 100e6).With("more", 8.5e6);
        plan.Check(Memory(250_000_000));
        Assert.Equal(
            ["This run needs about 250 MB of memory (most 100 MB, some 60 MB, more 8 MB), and there are 250 MB: ask for less."],
            Assert.Throws<UsageException>(() => plan.Check(Memory(249_999_999))).Faults);
        Assert.Equal(
            ["This run needs about 81 MB of memory (the program itself), and there are 80 MB: ask for less."],
            Assert.Throws<UsageException>(() => new MemoryPlan("ask for less").With("few", 1.4e6).Check(Memory(80_000_000))).Faults);
    }

    [Fact]
    public void A_file_that_just_fits_is_written_and_the_disk_is_that_of_the_nearest_folder()
    {
        string home = Path.GetTempPath().TrimEnd('/');
        string? asked = null;
        Terminal Disk(long free) => new(TextWriter.Null, TextWriter.Null)
        {
            DiskBytes = folder =>
            {
                asked = folder;
                return free;
            },
        };
        DiskPlan.Check(Path.Combine(home, "no such folder", "deeper", "x"), 2e6, "ask for less", Disk(2_000_000));
        Assert.Equal(home, asked);
        Assert.Equal(
            ["x becomes 2000 bytes long, and its disk has 1999 bytes left: ask for less."],
            Assert.Throws<UsageException>(() => DiskPlan.Check("x", 2000, "ask for less", Disk(1999))).Faults);
        Assert.Equal(Environment.CurrentDirectory, asked);
    }

    private static double Compared<T>(PlainModel model, bool followsPaths)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var problem = new ModelProblem(model, new Cpu(), new DeviceWords(1, null, null, false), Memory(0));
        return Plans.Comparing<T>(problem, model, new ComparisonSettings { Contestants = Contestant.Of(new Ddim()), Budgets = [5, 10], Samples = Count, Threads = 1, FollowsPaths = followsPaths }).Bytes;
    }

    private static PlainModel Plain(ColumnUnits? columns = null) =>
        new("m", 3, PlainModel.Drawn(3)) { Known = new DataDescription("x", 4, 3, 0, null, DataScaling.Identity) { Columns = columns } };

    private static Terminal Memory(long bytes) => new(TextWriter.Null, TextWriter.Null) { MemoryBytes = bytes };
}
