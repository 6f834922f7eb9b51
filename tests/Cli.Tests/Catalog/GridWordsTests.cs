using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Support;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Catalog;

/// <summary>The times that words for grids name.</summary>
[Trait("Category", "Once")]
public sealed class GridWordsTests : IDisposable
{
    private static readonly IDiffusionProcess Flow = new RectifiedFlow(new StraightSchedule());
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    // On the straight path u = σ/(α + σ) is t, and σ/α = t/(1 − t).
    [Theory]
    [InlineData("uniform", 4, new[] { 1, 0.75, 0.5, 0.25, 0 })]
    [InlineData("quadratic", 2, new[] { 1, 0.25, 0 })]
    [InlineData("shift", 2, new[] { 1, 0.75, 0 })]
    [InlineData("shift:1", 2, new[] { 1, 0.5, 0 })]
    [InlineData("Shift:9", 2, new[] { 1, 0.9, 0 })]
    [InlineData("beta:2,1", 4, new[] { 1, 0.8660254037844386, 0.7071067811865476, 0.5, 0 })]
    [InlineData("beta:1,2", 4, new[] { 1, 0.5, 0.2928932188134524, 0.1339745962155614, 0 })]
    [InlineData("leading", 4, new[] { 0.751, 0.501, 0.251, 0.001, 0 })]
    [InlineData("trailing", 4, new[] { 1, 0.75, 0.5, 0.25, 0 })]
    [InlineData("linspace", 4, new[] { 1, 0.667, 0.334, 0.001, 0 })]
    [InlineData("made", 1, new double[] { 1, 0 })]
    public void A_word_makes_its_times(string word, int steps, double[] times) =>
        Assert.Equal(times, Times(word, steps, TimeRange.Whole), static (a, b) => Math.Abs(a - b) < 1e-9);

    [Theory]
    [InlineData("uniform", 0.9)]
    [InlineData("quadratic", 0.9)]
    [InlineData("shift", 0.9)]
    [InlineData("beta", 0.9)]
    [InlineData("balanced", 0.9)]
    [InlineData("lambda", 0.9)]
    [InlineData("karras", 0.9)]
    [InlineData("made", 0.9)]
    [InlineData("trailing", 0.9)]
    [InlineData("linspace", 0.9)]
    [InlineData("leading", 0.455)]
    public void A_grid_begins_with_the_last_time_that_a_model_knows(string word, double first) =>
        Assert.Equal(first, Times(word, 2, new TimeRange(0.01, 0.9))[0], 9);

    [Theory]
    [InlineData("lambda", 0, 0.001)]
    [InlineData("lambda", 0.0005, 0.001)]
    [InlineData("lambda", 0.02, 0.02)]
    [InlineData("karras", 0, 0.001)]
    [InlineData("karras", 0.02, 0.02)]
    [InlineData("leading", 0.02, 0.02)]
    [InlineData("linspace", 0.02, 0.02)]
    public void The_last_time_before_the_end_is_one_that_a_model_knows(string word, double least, double time) =>
        Assert.Equal(time, Times(word, 5, new TimeRange(least))[^2], 9);

    [Fact]
    public void The_rules_with_numbers_have_the_usual_ones_without()
    {
        Assert.Equal(Times("shift:3", 7, TimeRange.Whole), Times("shift", 7, TimeRange.Whole));
        Assert.Equal(Times("beta:0.6,0.6", 7, TimeRange.Whole), Times("beta", 7, TimeRange.Whole));
    }

    [Theory]
    [InlineData("balanced", 1_000_000, false)]
    [InlineData("shift", 1_000_000, true)]
    [InlineData("shift:2", 1_000_000, true)]
    [InlineData("beta", 1_000_000, true)]
    [InlineData("beta:2,3", 1_000_000, true)]
    [InlineData("made", 100, false)]
    [InlineData("leading", 1000, false)]
    [InlineData("linspace", 1000, false)]
    public void A_rule_has_a_longest_grid(string word, int steps, bool mayCrowd)
    {
        var faults = new Faults();
        Entry<GridRule> found = GridCatalog.Find(word, faults)!;
        Assert.Equal((steps, mayCrowd), (found.Value.MostSteps(TimeRange.Whole), found.Value.MayCrowd));
        Assert.Equal(word, found.Name);
    }

    [Fact]
    public void Grids_of_indices_are_as_long_as_the_indices_that_a_model_knows() =>
        Assert.Equal(801, GridCatalog.Find("trailing", new Faults())!.Value.MostSteps(new TimeRange(0.1, 0.9)));

    [Theory]
    [InlineData("shift:999999")]
    [InlineData("shift:1e-9")]
    [InlineData("beta:1e-3,999999.5")]
    public void Numbers_of_rules_reach_nearly_to_their_bounds(string word)
    {
        var faults = new Faults();
        Assert.Equal(word, GridCatalog.Find(word, faults)?.Name);
        Assert.Empty(Told.Of(faults));
    }

    [Theory]
    [InlineData("beta:1,1e6", "two numbers")]
    [InlineData("beta:0,1", "two numbers")]
    [InlineData("beta:x,1", "two numbers")]
    [InlineData("beta:1,2,3", "two numbers")]
    [InlineData("shift:", "one number")]
    [InlineData("shift:-1", "one number")]
    [InlineData("shift:NaN", "one number")]
    public void Numbers_beyond_their_bounds_are_told(string word, string count)
    {
        var faults = new Faults();
        Assert.Null(GridCatalog.Find(word, faults));
        Assert.Equal([$"Grid '{word}' needs {count} above 0 and below 1e6 after the colon."], Told.Of(faults));
    }

    [Theory]
    [InlineData("uniform:3")]
    [InlineData(":3")]
    [InlineData("nothing")]
    public void A_word_that_is_no_grid_is_told(string word)
    {
        var faults = new Faults();
        Assert.Null(GridCatalog.Find(word, faults));
        Assert.StartsWith($"There is no grid '{word}'. Nearest: ", Assert.Single(Told.Of(faults)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_two_times_is_a_grid()
    {
        File.WriteAllText(folder["g"], "# two\n0.8\n0\n");
        var faults = new Faults();
        Entry<GridRule> found = GridCatalog.Find(folder["g"], faults)!;
        Assert.Empty(Told.Of(faults));
        Assert.Equal([0.8, 0], found.Value.File!.Times.ToArray());
        Assert.Equal([0.8, 0], found.Value.Make(Flow, TimeRange.Whole, 9).Times.ToArray());
        Assert.Equal(folder["g"], found.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0\n")]
    [InlineData("1\n")]
    [InlineData("1\n0.5\n")]
    public void A_file_of_fewer_times_or_without_an_end_is_told(string text)
    {
        File.WriteAllText(folder["g"], text);
        var faults = new Faults();
        Assert.Null(GridCatalog.Find(folder["g"], faults));
        Assert.Equal([$"{folder["g"]}: a file of times has two or more of them, one a line, and ends with 0."], Told.Of(faults));
    }

    [Fact]
    public void A_grid_is_written_with_all_digits_under_a_remark()
    {
        using var stream = new MemoryStream();
        GridFile.Write(stream, new TimeGrid("g", 1, 1.0 / 3, 0), "why\nso");
        Assert.Equal("# why\\u000aso\n1\n0.3333333333333333\n0\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_made_grid_is_made_for_data_of_variances_from_a_tenth_to_ten()
    {
        ProgramRun.Done("grid", "--spectrum", "0.1,10", "--solver", "dpmpp-2m", "--steps", "3", "--out", folder["g"]);
        double[] made = [.. MadeGrids.Of(new VariancePreserving(new LinearSchedule()), TimeRange.Whole, 3).Times];
        Assert.Equal(NumberFile.Read(folder["g"]), made, static (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(4, made.Length);
    }

    [Fact]
    public void The_shortest_made_grid_is_one_step_from_where_the_model_begins()
    {
        Assert.Equal([0.7, 0], MadeGrids.Of(Flow, new TimeRange(0.01, 0.7), 1).Times.ToArray());
        Assert.Equal(3, MadeGrids.Of(Flow, TimeRange.Whole, 2).Times.Length);
    }

    private static double[] Times(string word, int steps, TimeRange range) => GridCatalog.Find(word, new Faults())!.Value.Make(Flow, range, steps).Times.ToArray();
}
