using System.Text;
using System.Text.Json.Nodes;
using ScoreSde.Cli.Comparing;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Tables;
using ScoreSde.Comparison;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using static ScoreSde.Tests.Comparing.Reports;

namespace ScoreSde.Tests.Comparing;

/// <summary>Tables, files and pages of comparisons in which runs failed, have no measure or never reached the floor.</summary>
[Trait("Category", "Once")]
public sealed class CompareTablesTests
{
    private static readonly ProblemReport Mixed = Of(
        Run("a", 5, 5, 9), Run("b", 5, 4, 3), Failed("c", 5, 5), Run("a", 10, 10, 1.1), Run("b", 10, 10, 1.2), Unmeasured("c", 10, 9), Run("d:0.1", null, 21.25, 2), Failed("e:0.1", null, 31.5));

    [Fact]
    public void A_table_of_all_measures_has_every_run_with_its_mark_and_why_it_failed()
    {
        ReportTable table = CompareTable.Of(Mixed);
        Assert.Equal("m: vp (linear), grid balanced, 100 samples, float, seed 7", table.Title);
        Assert.Equal(
            [
                "a|2.5|5|0.250|400|9.00 ", "b|2|4|0.250|400|3.00*", "c|2.5|5|0.250|400|failed ", "a|5|10|0.250|400|1.10=", "b|5|10|0.250|400|1.20=", "c|4.5|9|0.250|400|– ",
                "d:0.1|10.6|21.3|0.250|400|2.00 ", "e:0.1|15.8|31.5|0.250|400|failed ", "floor|||||1.00 ",
            ],
            table.Rows.Select(static row => string.Join('|', row)));
        Assert.Equal([2, 5, 7], table.BreaksAfter.Order());
        Assert.Equal(3, table.Keys);
        Assert.Equal(
            [
                "* better than all others of its budget by more than 2 standard errors; = not told from the best, or from real data.",
                "floor: what is measured.",
                "energy: a distance.",
                "The last block: solvers with steps of each sample's own, at the tolerance after the colon; steps (tried) and NFE are means.",
                "c, 2.5 steps: It grew beyond all bounds.",
                "e:0.1: It grew beyond all bounds.",
            ],
            table.Notes);
        Assert.Equal([false, true, true, true, true, true], table.Columns.Select(static column => column.IsNumber));
        Assert.Equal(3, CompareTable.Of(Of(Run("a", 5, 5, 9))).Notes.Count);
    }

    /// <summary>On the way to the floor a line stands between solvers, whatever their budgets.</summary>
    [Fact]
    public void Runs_to_the_floor_are_parted_by_their_solver()
    {
        ProblemReport report = Of(Run("a", 5, 5, 9), Run("a", 10, 10, 3), Run("b", 10, 10, 3), Run("b", 20, 20, 1)) with { IsToFloor = true };
        Assert.Equal([1, 3], CompareTable.Of(report).BreaksAfter.Order());
    }

    [Fact]
    public void The_summary_has_a_column_for_each_budget_and_the_seconds_of_the_largest()
    {
        IReadOnlyList<ReportTable> tables = CompareSummary.Of(Mixed);
        Assert.Equal(["m: energy distance by evaluations of the network (NFE)", ""], tables.Select(static table => table.Title));
        Assert.Equal(["solver", "NFE ≤ 5 ", "NFE ≤ 10 ", "seconds"], tables[0].Columns.Select(static column => column.Head));
        Assert.Equal(
            ["a|9.00(10) |1.10(10)=|0.250", "b|3.00(10)*|1.20(10)=|0.250", "c|failed |– |0.250", "floor|1.00(10) |1.00(10) |"],
            tables[0].Rows.Select(static row => string.Join('|', row)));
        Assert.Equal([2], tables[0].BreaksAfter);
        Assert.Equal(["steps of its own", "NFE", "energy ", "seconds"], tables[1].Columns.Select(static column => column.Head));
        Assert.Equal(["d:0.1|21.3|2.00(10) |0.250", "e:0.1|31.5|failed |0.250"], tables[1].Rows.Select(static row => string.Join('|', row)));
        Assert.Empty(tables[0].Notes);
        Assert.Equal(["c, 2.5 steps: It grew beyond all bounds.", "e:0.1: It grew beyond all bounds."], tables[1].Notes.Skip(2).Take(2));
        Assert.EndsWith("seed 7. Seconds: of the last column. --all shows every measure.", tables[1].Notes[1], StringComparison.Ordinal);
        ReportTable alone = Assert.Single(CompareSummary.Of(Of(Run("d:0.1", null, 21, 2))));
        Assert.EndsWith("seed 7. --all shows every measure.", alone.Notes[1], StringComparison.Ordinal);
    }

    /// <summary>A run that was not made, and the seconds of one that failed, are left empty.</summary>
    [Fact]
    public void The_summary_of_a_run_that_stopped_has_empty_cells()
    {
        ReportTable table = Assert.Single(CompareSummary.Of(Of(Run("a", 5, 5, 9), Run("b", 5, 5, 3), Failed("a", 10, 10))));
        Assert.Equal(["a|9.00(10) |failed |", "b|3.00(10)*||", "floor|1.00(10) |1.00(10) |"], table.Rows.Select(static row => string.Join('|', row)));
    }

    [Fact]
    public void Solvers_that_do_not_reach_the_floor_follow_by_how_near_they_came()
    {
        ProblemReport report = Of(
            Run("far", 5, 5, 9), Run("far", 20, 20, 8), Failed("lost", 20, 20), Run("there", 5, 5, 4), Run("there", 20, 20, 1.1), Run("near", 20, 20.5, 2)) with
        { IsToFloor = true };
        ReportTable table = CompareFloorTable.Of(report);
        Assert.Equal("m: evaluations of the network (NFE) until samples are not told from the data", table.Title);
        Assert.Equal(
            ["there|20|10|1.10(10)|0.250|2", "near|> 20.5|10.3|2.00(10)|0.250|1", "far|> 20|10|8.00(10)|0.250|2", "lost|> 20|10|failed|0.250|1", "floor|||1.00(10)||"],
            table.Rows.Select(static row => string.Join('|', row)));
        Assert.Equal([3], table.BreaksAfter);
        Assert.Equal("lost, 10 steps: It grew beyond all bounds.", table.Notes[2]);
        Assert.Equal(4, table.Notes.Count);
        Assert.StartsWith("Verdict: there is the first", table.Notes[3], StringComparison.Ordinal);
        using var bytes = new MemoryStream();
        CompareJson.Write(bytes, new ComparisonReport([report], IsWhole: true));
        JsonArray floors = JsonNode.Parse(bytes.ToArray())!["runs"]![0]!["toFloor"]!.AsArray();
        Assert.Equal(["there 20", "far ", "lost ", "near "], floors.Select(static floor => $"{floor!["solver"]} {floor["nfe"]}"));
    }

    [Fact]
    public void The_files_tell_of_runs_that_failed_and_of_parts()
    {
        using var bytes = new MemoryStream();
        CompareJson.Write(bytes, new ComparisonReport([Mixed with { Parts = 3, IsWhole = false, Reference = new("energyDistance", "many steps", 4, 0.5, double.NaN, 40, 0.25) }], IsWhole: false));
        JsonNode file = JsonNode.Parse(bytes.ToArray())!, run = file["runs"]![0]!;
        Assert.Equal("1", file["version"]!.ToJsonString());
        Assert.Equal(("3", "false", "7", "100"), (run["parts"]!.ToJsonString(), run["complete"]!.ToJsonString(), run["seed"]!.ToJsonString(), run["samples"]!.ToJsonString()));
        Assert.Equal("{\"measure\":\"energyDistance\",\"method\":\"many steps\",\"paths\":4,\"error\":0.5,\"shareOfSmallest\":null,\"nfe\":10,\"shareOfRuns\":0.25}", run["reference"]!.ToJsonString());
        JsonNode failed = run["rows"]![7]!;
        Assert.Equal("{\"solver\":\"e:0.1\",\"grid\":null,\"budget\":null,\"steps\":15.75,\"nfe\":31.5,\"seconds\":0.25,\"samplesPerSecond\":400,\"metrics\":{},\"standardErrors\":{},\"failure\":\"It grew beyond all bounds.\"}", failed.ToJsonString());
        Assert.Equal("{\"energyDistance\":9}", run["rows"]![0]!["metrics"]!.ToJsonString());
        Assert.Equal("{\"energyDistance\":0.1}", run["floorStandardErrors"]!.ToJsonString());
        Assert.Null(run["rows"]![0]!["failure"]);
        using var whole = new MemoryStream();
        CompareJson.Write(whole, new ComparisonReport([Mixed], IsWhole: true));
        Assert.Null(JsonNode.Parse(whole.ToArray())!["runs"]![0]!["parts"]);
        using var table = new MemoryStream();
        CompareCsv.Write(table, new ComparisonReport([Of(Run("=a", 5, 5, 9, "karras"), Failed("e:0.1", null, 31.5)) with { Grids = ["balanced", "karras"] }], IsWhole: true));
        Assert.Equal(
            "model,process,schedule,grid,dtype,seed,samples,solver,budget,steps,nfe,seconds,samplesPerSecond,energyDistance,energyDistanceStandardError\n"
            + "m,vp,linear,karras,float,7,100,'=a,5,2.5,5,0.25,400,9,0.1\n"
            + "m,vp,linear,\"balanced,karras\",float,7,100,e:0.1,,15.75,31.5,0.25,400,,\n"
            + "m,vp,linear,\"balanced,karras\",float,7,100,floor,,,,,,1,0.1\n",
            Encoding.UTF8.GetString(table.ToArray()));
    }

    /// <summary>A page of a run that was stopped says so; a run of which no samples are there has a dash among the pictures.</summary>
    [Fact]
    public void A_page_of_a_stopped_run_says_so_and_has_a_dash_for_what_is_not_there()
    {
        ComparisonRow[] rows =
        [
            Run("a", 5, 5, 9) with { Kept = new float[] { 0, 0, 1, 1 } }, Run("b", 5, 5, 3) with { Kept = new float[] { 0, 0, 1, 1 } }, Failed("a", 10, 10), Run("d:0.1", null, 21.25, 2),
        ];
        string page = Page(Of(rows), isWhole: false);
        Assert.Contains("<p class=\"failed\">Stopped before the end: not all runs are here.</p>\n", page, StringComparison.Ordinal);
        Assert.Contains("<tr><th></th><th>NFE ≤ 5</th><th>NFE ≤ 10</th></tr>", page, StringComparison.Ordinal);
        string[] gallery = page.Split("<table class=\"gallery\">")[1].Split("</table>")[0].Split("<tr>")[2..];
        Assert.Equal(2, gallery.Length);
        Assert.All(gallery, static row => Assert.EndsWith("\"></td><td>–</td></tr>\n", row, StringComparison.Ordinal));
        Assert.StartsWith("<th>a</th><td><img alt=\"a, 5 evaluations\" src=\"data:image/png;base64,", gallery[0], StringComparison.Ordinal);
        Assert.Contains("<h3>Points over the exact density, from the same noise</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><td>a<br><span class=\"failed\">It grew beyond all bounds.</span></td><td class=\"n\" data-v=\"5\">5</td><td class=\"n\" data-v=\"10\">10</td><td class=\"n\" data-v=\"0.25\">0.250</td>"
            + "<td class=\"n\" data-v=\"400\">400</td><td class=\"n\" data-v=\"\">–</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n best\" data-v=\"3\">3.00(10)*</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\" data-v=\"9\">9.00(10)</td>", page, StringComparison.Ordinal);
        string whole = Page(Of(rows) with { IsToFloor = true }, isWhole: true);
        Assert.DoesNotContain("Stopped before the end", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("gallery\"", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("gallery\"", Page(Of(Run("a", 5, 5, 9)), isWhole: true), StringComparison.Ordinal);
        Assert.DoesNotContain("gallery\"", Page(Of(Run("d:0.1", null, 21.25, 2) with { Kept = new float[] { 0, 0 } }), isWhole: true), StringComparison.Ordinal);
    }

    /// <summary>An order needs three runs that are clear of the floor.</summary>
    [Fact]
    public void An_order_stands_beside_a_curve_of_three_runs()
    {
        string page = Page(Of(Run("a", 4, 4, 4000), Run("a", 8, 8, 2000), Run("a", 16, 16, 1000), Run("b", 4, 4, 4000), Run("b", 8, 8, 2000)), isWhole: true);
        Assert.Contains("</span> a <span class=\"s\">order 1.00000 ± ", page, StringComparison.Ordinal);
        Assert.Contains("</span> b</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_sees_what_is_worked_at_and_one_line_for_each_phase()
    {
        using var talk = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, talk) { ErrorIsTerminal = true, Width = 100, BetweenDrawings = TimeSpan.Zero };
        using (var progress = new ShownProgress(terminal))
        {
            Assert.Same(progress, progress.IfShown);
            progress.Report(new ComparisonProgress("m", "exact ends", 0, ""));
            progress.Report(new ComparisonProgress("m", "", 0.01, "em with 5"));
            progress.Report(new ComparisonProgress("m", "", 0.015, ""));
        }

        string[] drawn = [.. talk.ToString().Split('\r').Select(static line => line.TrimEnd()).Where(static line => line.Length > 0)];
        string cells = new('.', 24);
        Assert.Equal([$"m, exact ends [{cells}]   0 %", $"m [{cells}]   1 %, em with 5", $"m [{cells}]   2 %"], drawn);

        // The first line was taken away before the second began, and the last at the end.
        Assert.Equal(2, talk.ToString().Split('\r').Count(static part => part.Length > 0 && string.IsNullOrWhiteSpace(part)));
        using var unseen = new ShownProgress(terminal with { ErrorIsTerminal = false });
        Assert.Null(unseen.IfShown);
    }

    private static string Page(ProblemReport report, bool isWhole)
    {
        var model = new MixtureModel("m", GaussianMixture.Of(Gaussian.Isotropic([0, 0], 1)), new VariancePreserving(new LinearSchedule(0.1, 20)));
        using var bytes = new MemoryStream();
        ComparePage.Write(bytes, new ComparisonReport([report], isWhole), new Dictionary<string, Model> { ["m"] = model }, "scoresde compare");
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
