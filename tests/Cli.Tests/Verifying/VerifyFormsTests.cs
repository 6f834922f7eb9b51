using System.Text;
using ScoreSde.Cli.Tables;
using ScoreSde.Cli.Verifying;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Tests.Verifying;

/// <summary>Findings of every verdict as table and page, and the words that repeat a failure.</summary>
[Trait("Category", "Once")]
public sealed class VerifyFormsTests
{
    private static readonly VerificationReport All = new([MadeRecord.Passed, MadeRecord.Failed, MadeRecord.Open, MadeRecord.Silent]);

    [Fact]
    public void A_table_has_a_row_for_each_law_then_reasons_and_remarks()
    {
        ReportTable table = VerifyTable.Of(All);
        Assert.Equal("1 passed, 1 failed, 1 not applicable, 1 undecided", table.Title);
        Assert.Equal(["property", "cases", "quantity", "measured", "expected", "tolerance", "verdict"], table.Columns.Select(static column => column.Head));
        Assert.Equal(["chain/one", "100", "a sum", "1.05", "1", "± 0.1", "passed"], table.Rows[0]);
        Assert.Equal(["grid/two", "3", "a bound", "3", "≤ 2", "exact", "failed"], table.Rows[1]);
        Assert.Equal(["grid/three", "9", "a sum", "5", "1", "± 0.1", "undecided"], table.Rows[2]);
        Assert.Equal(["noise/four", "0", "", "", "", "", "not applicable"], table.Rows[3]);
        Assert.Equal(["grid/three: it did not settle.", "noise/four: no such noise.", "chain/one: order 2.50 where 2 is claimed."], table.Notes);
    }

    [Theory]
    [InlineData(Relation.Equal, "0.33333333")]
    [InlineData(Relation.AtMost, "≤ 0.33333333")]
    [InlineData(Relation.AtLeast, "≥ 0.33333333")]
    public void What_was_expected_has_its_relation(Relation relation, string shown) => Assert.Equal(shown, VerifyTable.Expected(new Measurement("x", 1, 1 / 3.0, 0, relation)));

    [Theory]
    [InlineData(0, "exact")]
    [InlineData(1e-9, "± 1E-09")]
    [InlineData(0.0123, "± 0.012")]
    public void A_tolerance_of_nothing_is_exact(double tolerance, string shown) => Assert.Equal(shown, VerifyTable.Tolerance(new Measurement("x", 1, 1, tolerance, Relation.Equal)));

    [Fact]
    public void A_failure_is_repeated_with_the_words_that_were_given()
    {
        VerifySettings plain = Settings(null);
        Assert.Equal("scoresde verify --only grid/two --seed 8 --case 2", plain.Replay(MadeRecord.Failed));
        Assert.Equal("scoresde verify --only grid/two --seed 8 --case 2 --schedule cosine", Settings("cosine").Replay(MadeRecord.Failed));
        Assert.Equal("scoresde verify --only grid/two --seed 8 --case 2 --process ve", (plain with { Process = "ve" }).Replay(MadeRecord.Failed));
        Assert.Equal("scoresde verify --only grid/two --seed 8 --case 2 --process ve --schedule edm:80", (Settings("edm:80") with { Process = "ve" }).Replay(MadeRecord.Failed));
    }

    [Fact]
    public void A_page_says_what_failed_first_and_has_a_table_for_each_room()
    {
        string page = Page(All);
        Assert.Contains(
            "<p class=\"verdict\">1 of 4 laws failed: grid/two. 1 passed, 1 failed, 1 not applicable, 1 undecided. Seed 2021, 100 cases of a light property.</p>\n"
            + "<p class=\"failed\">grid/two failed: what grid/two states</p>\n<section>",
            page,
            StringComparison.Ordinal);
        Assert.Equal(
            ["Chain: 1 passed, 0 failed, 0 not applicable, 0 undecided", "Grid: 0 passed, 1 failed, 0 not applicable, 1 undecided", "Noise: 0 passed, 0 failed, 1 not applicable, 0 undecided", "Again"],
            page.Split("<h2>")[1..].Select(static part => part.Split('<')[0]));

        // 560 wide, 80 high and 26 more for each room.
        Assert.Contains("viewBox=\"0 0 560 158\"", page, StringComparison.Ordinal);
        Assert.Contains("<pre><code>scoresde verify</code></pre>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_a_page_has_counterexample_reason_and_remark_and_the_share_of_what_is_allowed()
    {
        string page = Page(All);
        Assert.Contains(
            "<tr><td class=\"w\"><b>chain/one</b><br>what chain/one states<br><span class=\"s\">where chain/one stands</span><br><span class=\"s\">order 2.50 where 2 is claimed</span></td>"
            + "<td class=\"n\" data-v=\"100\">100</td><td>a sum</td><td class=\"n\" data-v=\"1.05\">1.05</td><td class=\"n\" data-v=\"1\">1</td><td class=\"n\" data-v=\"0.1\">&#177; 0.1</td>",
            page,
            StringComparison.Ordinal);
        Assert.Contains(">0.500<span class=\"bar\"><i style=\"width:50%\"></i></span></td><td class=\"passed\">passed</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<span class=\"s\">where grid/two stands</span><br><code>n = 5 &amp; more</code><br>3 &gt; 2<br><code>scoresde verify --only grid/two --seed 8 --case 2</code></td>",
            page,
            StringComparison.Ordinal);
        Assert.Contains(">1.50<span class=\"bar\"><i class=\"over\" style=\"width:100%\"></i></span></td><td class=\"failed\">failed</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<span class=\"s\">it did not settle</span></td><td class=\"n\" data-v=\"9\">9</td><td>a sum</td><td class=\"n\" data-v=\"5\">5</td><td class=\"n\" data-v=\"1\">1</td>"
            + "<td class=\"n\" data-v=\"0.1\">&#177; 0.1</td><td class=\"n\" data-v=\"\">–</td><td class=\"undecided\">undecided</td></tr>",
            page,
            StringComparison.Ordinal);
        Assert.Contains(
            "<span class=\"s\">no such noise</span></td><td class=\"n\" data-v=\"0\">0</td><td></td><td class=\"n\" data-v=\"\">–</td><td class=\"n\" data-v=\"\">–</td><td class=\"n\" data-v=\"\">–</td>"
            + "<td class=\"n\" data-v=\"\">–</td><td class=\"not\">not applicable</td></tr>",
            page,
            StringComparison.Ordinal);
    }

    /// <summary>All that is allowed is not more than it.</summary>
    [Fact]
    public void A_bar_is_over_beyond_what_is_allowed_alone()
    {
        PropertyRecord full = MadeRecord.Passed with { Result = MadeRecord.Passed.Result with { Worst = new Measurement("x", 2, 2, 0, Relation.AtMost) } };
        Assert.Contains(">1.00<span class=\"bar\"><i style=\"width:100%\"></i></span>", Page(new([full])), StringComparison.Ordinal);
        PropertyRecord little = MadeRecord.Passed with { Result = MadeRecord.Passed.Result with { Worst = new Measurement("x", 0.0025, 2, 0, Relation.AtMost) } };
        Assert.Contains("style=\"width:0.1%\"", Page(new([little])), StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_counts_what_holds()
    {
        Assert.Contains("<p class=\"verdict\">No law said anything about what was chosen. 0 passed, 0 failed, 1", Page(new([MadeRecord.Silent])), StringComparison.Ordinal);
        Assert.Contains("<p class=\"verdict\">The law holds. 1 passed", Page(new([MadeRecord.Passed, MadeRecord.Silent])), StringComparison.Ordinal);
        Assert.Contains("<p class=\"verdict\">All 2 laws that say something hold. 2 passed", Page(new([MadeRecord.Passed, MadeRecord.Passed, MadeRecord.Open])), StringComparison.Ordinal);
        Assert.Contains("<p class=\"verdict\">2 of 2 laws failed: grid/two, grid/two. 0 passed", Page(new([MadeRecord.Failed, MadeRecord.Failed])), StringComparison.Ordinal);
    }

    private static VerifySettings Settings(string? schedule) => new(new VerificationOptions(), schedule, null, null);

    private static string Page(VerificationReport report)
    {
        using var stream = new MemoryStream();
        VerifyPage.Write(report, Settings(null), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
