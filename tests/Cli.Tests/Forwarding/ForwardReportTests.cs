using ScoreSde.Cli.Forwarding;
using ScoreSde.Cli.Tables;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Forwarding;

[Trait("Category", "Once")]
public sealed class ForwardReportTests
{
    private static readonly ForwardRow Plain = new(1 / 3.0, null, 0.123456, -0.654321, new Moments(1.00004, 2.00006), new Moments(-3.25, 4.5), null);

    [Fact]
    public void Moments_are_over_all_numbers()
    {
        Assert.Equal(new Moments(3, 2), Moments.Of<double>([1, 5, 5, 1]));
        Assert.Equal(new Moments(-2.5f, 0), Moments.Of<float>([-2.5f]));
    }

    /// <summary>α m, and √(α² s² + σ²) = √(0.25 · 9 + 1.75).</summary>
    [Fact]
    public void Noise_shrinks_the_mean_and_adds_its_variance() => Assert.Equal(new Moments(2, 2), new Moments(4, 3).Noised(0.5, 1.75));

    [Fact]
    public void Without_a_chain_there_is_no_column_of_it()
    {
        ReportTable table = new ForwardReport("m", "vp", "cosine", 12, 5, [Plain]).ToTable();
        Assert.Equal("m: vp (cosine), 12 rows of data, seed 5", table.Title);
        Assert.Equal(["t", "α", "σ", "mean, theory", "closed form", "std, theory", "closed form"], table.Columns.Select(static column => column.Head));
        Assert.Equal(["0.333333", "0.12346", "0.65432", "1.0000", "-3.2500", "2.0001", "4.5000"], table.Rows[0]);
        Assert.All(table.Columns, static column => Assert.True(column.IsNumber));
    }

    [Fact]
    public void Moments_of_the_chain_stand_beside_those_of_the_closed_form()
    {
        ReportTable table = new ForwardReport("m", "vp", "cosine", 12, 5, [Plain with { Index = 7, Chain = new Moments(0.5, 0.25) }, Plain]).ToTable();
        Assert.Equal(["t", "index", "α", "σ", "mean, theory", "closed form", "chain", "std, theory", "closed form", "chain"], table.Columns.Select(static column => column.Head));
        Assert.Equal(["0.333333", "7", "0.12346", "0.65432", "1.0000", "-3.2500", "0.5000", "2.0001", "4.5000", "0.2500"], table.Rows[0]);
        Assert.Equal(["0.333333", "", "0.12346", "0.65432", "1.0000", "-3.2500", "", "2.0001", "4.5000", ""], table.Rows[1]);
        Assert.All(table.Columns, static column => Assert.True(column.IsNumber));
    }

    /// <summary>0.26 of ten steps is nearest to the third, 0.93 to the ninth.</summary>
    [Fact]
    public void Times_go_to_the_nearest_steps_of_a_chain()
    {
        string[] lines = ProgramRun.Done("forward", "--model", "gaussian", "--times", "0.26,0.93", "--chain", "10", "--count", "2").Out.Split('\n');
        Assert.Contains(lines, static line => line.TrimStart().StartsWith("0.3      3  ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.TrimStart().StartsWith("0.9      9  ", StringComparison.Ordinal));
    }
}
