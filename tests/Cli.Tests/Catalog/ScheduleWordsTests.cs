using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

/// <summary>Words for schedules and processes, the tables in files among them.</summary>
[Trait("Category", "Once")]
public sealed class ScheduleWordsTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    // ∫β over all of time: of linear (β0 + β1)/2, of a chain −ln ᾱ_T, of edm max².
    [Theory]
    [InlineData("linear", 10.05)]
    [InlineData("linear:1,3", 2)]
    [InlineData("LINEAR:1,3", 2)]
    [InlineData("edm", 6400)]
    [InlineData("edm:3", 9)]
    [InlineData("edm:9.9e149", 9.801e299)]
    [InlineData("straight", double.PositiveInfinity)]
    [InlineData("zero-snr:ddpm", double.PositiveInfinity)]
    public void A_word_makes_its_schedule(string word, double integral)
    {
        var faults = new Faults();
        INoiseSchedule schedule = ScheduleCatalog.Read(word, faults)!;
        Assert.Empty(Told.Of(faults));
        Assert.Equal(integral, schedule.Integral(1), integral < 1e9 ? 1e-9 : 1e285);
    }

    [Fact]
    public void The_clock_of_EDM_is_a_deviation_that_grows_with_time()
    {
        IDiffusionProcess process = ProcessCatalog.Make("ve", "edm:80", new Faults())!;
        Assert.Equal(80, process.At(1).Deviation, 9);
        Assert.Equal(20, process.At(0.25).Deviation, 9);
    }

    [Theory]
    [InlineData(":0.1,20", "There is no schedule ''. Nearest: ")]
    [InlineData("edm:1e150", "Schedule 'edm:1e150' cannot be made: the highest σ must lie above 0 and below 1e150, not at 1E+150.")]
    [InlineData("edm:0", "Schedule 'edm:0' cannot be made: the highest σ must lie above 0 and below 1e150, not at 0.")]
    [InlineData("table", "Schedule 'table' cannot be made: a file name is needed after the colon.")]
    [InlineData("table: ", "Schedule 'table: ' cannot be made: a file name is needed after the colon.")]
    [InlineData("zero-snr:", "Schedule 'zero-snr:' cannot be made: a chain is needed after the colon: ")]
    [InlineData("geometric:1", "Schedule 'geometric:1' cannot be made: two numbers min,max are needed after the colon.")]
    public void What_is_no_schedule_is_told(string word, string sentence)
    {
        var faults = new Faults();
        Assert.Null(ScheduleCatalog.Read(word, faults));
        Assert.StartsWith(sentence, Assert.Single(Told.Of(faults)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_word_is_no_schedule_and_no_fault()
    {
        var faults = new Faults();
        Assert.Null(ScheduleCatalog.Read(null, faults));
        Assert.True(faults.None);
    }

    // A table is one of ᾱ where it strictly decreases from above ½: then ∫β = −ln of its last number; else −Σ ln(1 − β).
    [Theory]
    [InlineData("0.9\n0.5\n", 2, 0.5)]
    [InlineData("0.9\n0.8\n0.3\n", 3, 0.3)]
    [InlineData("0.9\n0.8\n0.85\n", 3, 0.1 * 0.2 * 0.15)]
    [InlineData("0.9\n0.9\n0.3\n", 3, 0.1 * 0.1 * 0.7)]
    [InlineData("0.5\n0.4\n", 2, 0.5 * 0.6)]
    [InlineData("0.51\n0.4\n", 2, 0.4)]
    [InlineData("0.1\n0.9\n0.8\n", 3, 0.9 * 0.1 * 0.2)]
    [InlineData("0.1\n0.2\n", 2, 0.9 * 0.8)]
    public void A_table_is_of_alpha_bars_where_it_decreases_from_near_one(string text, int steps, double last)
    {
        File.WriteAllText(folder["t"], text);
        var table = (TableSchedule)TableFile.Read(folder["t"]);
        Assert.Equal(steps, table.Steps);
        Assert.Equal(-Math.Log(last), table.Integral(1), 12);
        Assert.Equal($"table:{folder["t"]}", table.Name);
    }

    [Fact]
    public void A_table_has_at_most_a_hundred_thousand_steps()
    {
        File.WriteAllText(folder["t"], string.Concat(Enumerable.Repeat(".00001\n", 100_000)));
        Assert.Equal(100_000, ((TableSchedule)TableFile.Read(folder["t"])).Steps);
        File.AppendAllText(folder["t"], ".00001\n");
        Assert.Equal("the file has 100001 numbers; a chain in a file has at most 100000 steps.", Assert.Throws<ArgumentException>(() => TableFile.Read(folder["t"])).Message);
    }

    [Fact]
    public void A_table_that_is_not_there_is_told() =>
        Assert.Equal($"there is no file '{folder["none"]}'.", Assert.Throws<ArgumentException>(() => TableFile.Read(folder["none"])).Message);

    [Fact]
    public void A_table_is_moved_to_an_end_of_pure_noise()
    {
        File.WriteAllText(folder["t"], "0.9\n0.5\n0.25\n");
        var faults = new Faults();
        var moved = (TableSchedule)ScheduleCatalog.Read($"zero-snr:table:{folder["t"]}", faults)!;
        Assert.Empty(Told.Of(faults));

        // √ᾱ moved so that the last is 0 and the first stays: (√ᾱ_i − √ᾱ_T) √ᾱ_1/(√ᾱ_1 − √ᾱ_T).
        double first = Math.Sqrt(0.9);
        double middle = (Math.Sqrt(0.5) - 0.5) * first / (first - 0.5);
        Assert.Equal(3, moved.Steps);
        Assert.Equal(-Math.Log(0.9), moved.Integrals[1], 12);
        Assert.Equal(-2 * Math.Log(middle), moved.Integrals[2], 12);
        Assert.Equal(double.PositiveInfinity, moved.Integrals[3]);
    }

    [Theory]
    [InlineData("vp", "linear:0,160")]
    [InlineData("subvp", "linear:0,160")]
    [InlineData("flow", "straight")]
    [InlineData("vp", "straight")]
    [InlineData("ve", "linear:0,5000")]
    [InlineData("rf", null)]
    public void A_process_takes_schedules_that_leave_something_of_the_data(string process, string? schedule)
    {
        var faults = new Faults();
        Assert.Equal(schedule ?? "straight", ProcessCatalog.Make(process, schedule, faults)?.Schedule.Name);
        Assert.Empty(Told.Of(faults));
    }

    [Theory]
    [InlineData("vp", "linear:0,160.1", "Schedule 'linear:0,160.1' has ∫β = 80.05, which leaves nothing of the data under 'vp'; at most 80 is allowed.")]
    [InlineData("flow", "linear:0,161", "Schedule 'linear:0,161' has ∫β = 80.5, which leaves nothing of the data under 'flow'; at most 80 is allowed.")]
    [InlineData("ve", "straight", "Schedule 'straight' ends at α = 0, which 've' has not: its ∫β would be infinite.")]
    public void A_process_refuses_schedules_that_do_not_suit_it(string process, string schedule, string sentence)
    {
        var faults = new Faults();
        Assert.Null(ProcessCatalog.Make(process, schedule, faults));
        Assert.Equal([sentence], Told.Of(faults));
    }

    [Theory]
    [InlineData(null, "linear:0.1,20")]
    [InlineData("vp", "linear:0.1,20")]
    [InlineData("subvp", "linear:0.1,20")]
    [InlineData("ve", "geometric:0.01,50")]
    [InlineData("flow", "straight")]
    public void Each_process_has_a_schedule_of_its_own(string? process, string schedule) =>
        Assert.Equal(schedule, ProcessCatalog.Make(process, null, new Faults())!.Schedule.Name);

    [Fact]
    public void Both_words_are_told_where_both_are_wrong()
    {
        var faults = new Faults();
        Assert.Null(ProcessCatalog.Make("vpp", "linearr", faults));
        Assert.Equal(2, Told.Of(faults).Count);
    }
}
