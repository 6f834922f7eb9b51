using System.Text;
using System.Text.Json;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Pages;
using ScoreSde.Cli.Tables;

namespace ScoreSde.Tests.Tables;

/// <summary>Cells and numbers of tables, and how wide tables and their notes are.</summary>
[Trait("Category", "Once")]
public sealed class CellsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("em", "em")]
    [InlineData("a-b=c", "a-b=c")]
    [InlineData("=1", "'=1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@f", "'@f")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("=1,2", "\"'=1,2\"")]
    [InlineData("a\nb", "a\\u000ab")]
    public void Foreign_text_is_one_harmless_cell(string text, string cell) => Assert.Equal(cell, CsvCell.Of(text));

    [Theory]
    [InlineData(99940, "99940")]
    [InlineData(99960, "1.00e5")]
    [InlineData(100000, "1.00e5")]
    [InlineData(-250000, "-2.50e5")]
    [InlineData(0.0001, "0.000100")]
    [InlineData(0.0000999, "9.99e-5")]
    [InlineData(0.00099949, "0.000999")]
    [InlineData(999.4, "999")]
    [InlineData(1000.4, "1000")]
    [InlineData(9.994, "9.99")]
    [InlineData(99.94, "99.9")]
    [InlineData(99.96, "100")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Numbers_have_powers_of_ten_from_100000_and_below_a_ten_thousandth(double value, string shown) => Assert.Equal(shown, Quantity.Number(value));

    [Theory]
    [InlineData(0, "1.00e-6")]
    [InlineData(0.0000005, "1.00e-6")]
    [InlineData(0.000002, "2.00e-6")]
    [InlineData(9.99, "9.99")]
    [InlineData(10, "10.0")]
    [InlineData(12.34, "12.3")]
    [InlineData(123456.78, "123456.8")]
    public void Seconds_are_no_finer_than_a_microsecond(double seconds, string shown) => Assert.Equal(shown, Quantity.Seconds(seconds));

    [Theory]
    [InlineData(0.4, "0")]
    [InlineData(999.4, "999")]
    [InlineData(1004, "1,000")]
    [InlineData(1006, "1,010")]
    [InlineData(9996, "10,000")]
    [InlineData(123456, "123,000")]
    public void Rates_are_whole_and_no_finer_than_a_clock(double rate, string shown) => Assert.Equal(shown, Quantity.Rate(rate));

    [Fact]
    public void What_is_no_finite_number_is_null()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteFinite("a", 1.5);
            json.WriteFinite("b", double.NaN);
            json.WriteFinite("c", double.NegativeInfinity);
            json.WriteFinite("d", null);
            json.WriteFinite("e", 0);
            json.WriteEndObject();
        }

        Assert.Equal("{\"a\":1.5,\"b\":null,\"c\":null,\"d\":null,\"e\":0}", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_table_in_Markdown_has_code_first_and_its_notes_beneath() => Assert.Equal(
        "| a \\| b | n |\n| --- | --: |\n| `x\\|y` | 1 |\n| `z` | 2\\|3 |\n\nOne.\n\nTwo.\n",
        MarkdownTable.Of(new ReportTable("t", [new("a | b"), new("n", true)], [["x|y", "1"], ["z", "2|3"]]) { Notes = ["One.", "Two."] }));

    /// <summary>Each column has two blanks beside its longest cell or its head, and the table one more.</summary>
    [Theory]
    [InlineData(10, false, 1 + 8 + 5 + 12)]
    [InlineData(40, false, 1 + 8 + 5 + 42)]
    [InlineData(40, true, 1 + 8 + 5 + 38)]
    [InlineData(36, true, 1 + 8 + 5 + 38)]
    [InlineData(35, true, 1 + 8 + 5 + 37)]
    [InlineData(2, true, 1 + 8 + 5 + 6)]
    public void A_table_is_as_wide_as_its_columns_and_one_that_folds_as_36(int length, bool folds, int width) => Assert.Equal(
        width, new ReportTable("", [new("solver"), new("n", true), new("what") { Folds = folds }], [["em", "1", new string('a', length)], ["heun", "123", ""]]).LeastWidth);

    [Fact]
    public void A_table_without_rows_is_as_wide_as_its_heads() => Assert.Equal(1 + 8 + 3, new ReportTable("", [new("solver"), new("n")], []).LeastWidth);

    /// <summary>Columns of 5 beside a key of 6 and a blank: 17 is room for two of them, 16 for one; one always goes with the key.</summary>
    [Theory]
    [InlineData(22, "abc")]
    [InlineData(21, "ab|c")]
    [InlineData(17, "ab|c")]
    [InlineData(16, "a|b|c")]
    [InlineData(12, "a|b|c")]
    [InlineData(5, "a|b|c")]
    public void A_table_is_divided_where_its_columns_are_too_wide(int width, string parts)
    {
        var table = new ReportTable("t", [new("name"), new("a"), new("b"), new("c")], [["k", "111", "222", "333"]]);
        ReportTable[] divided = [.. table.Within(width)];
        Assert.Equal(parts, string.Join('|', divided.Select(static part => string.Concat(part.Columns.Skip(1).Select(static column => column.Head)))));
        Assert.All(divided, static part => Assert.Equal(("name", "k"), (part.Columns[0].Head, part.Rows[0][0])));
        Assert.Equal("111 222 333", string.Join(' ', divided.SelectMany(static part => part.Rows[0].Skip(1))));
    }

    [Fact]
    public void A_table_of_keys_alone_is_not_divided() =>
        Assert.Single(new ReportTable("t", [new("name"), new("other")], [["a", "b"]]) { Keys = 2 }.Within(3));

    /// <summary>Notes are as wide as the table, where it is wider than 80; a word that is longer stands whole.</summary>
    [Fact]
    public void Notes_are_no_wider_than_the_table_or_80()
    {
        string eighty = $"{new string('a', 40)} {new string('b', 39)}";
        string[] lines = Written(new ReportTable("t", [new("x")], [["1"]]) { Notes = [eighty, $"{eighty} c", $"{eighty}c d", new string('e', 90), $"f {new string('g', 79)}"] }, 200);
        Assert.Equal(
            [eighty, eighty, "c", new string('a', 40), $"{new string('b', 39)}c d", new string('e', 90), "f", new string('g', 79), "", ""],
            lines[(Array.IndexOf(lines, eighty))..]);
        Assert.Equal("t", lines[0]);
        Assert.Equal("", lines[Array.IndexOf(lines, eighty) - 1]);

        // A table of 101 characters: a blank, its cell of 99, and a blank that is not written.
        string hundred = $"{new string('a', 50)} {new string('b', 49)}";
        Assert.Contains(hundred, Written(new ReportTable("t", [new("x")], [[new string('9', 99)]]) { Notes = [hundred] }, 200));
        Assert.DoesNotContain(hundred, Written(new ReportTable("t", [new("x")], [[new string('9', 99)]]) { Notes = [hundred] }, 90));
    }

    [Fact]
    public void A_line_stands_after_a_group_of_rows_and_a_table_without_a_title_begins_with_its_heads()
    {
        string[] lines = Written(new ReportTable("", [new("x")], [["1"], ["2"], ["3"]]) { BreaksAfter = new HashSet<int> { 1 } }, 80);
        Assert.Equal([" x", "────", " 1", " 2", "", " 3", "", ""], lines);
        Assert.Equal(["t", "", " x", "────", " 1", "", ""], Written(new ReportTable("t", [new("x")], [["1"]]), 80));
    }

    [Fact]
    public void What_is_best_is_green_at_a_terminal_alone_and_names_do_not_steer_it()
    {
        string[] plain = Written(new ReportTable("[red]t[/]", [new("[x]")], [["1*"], ["\u001b[2J"]]), 80);
        Assert.Equal(["[red]t[/]", "", " [x]", "────────────", " 1*", " \\u001b[2J", "", ""], plain);
    }

    [Fact]
    public void Cells_of_pages_are_sorted_by_what_they_are()
    {
        Assert.Equal("<td class=\"n\" data-v=\"0.1\">0.10</td>", $"{PageCell.Number(0.1, "0.10")}");
        Assert.Equal("<td class=\"n best\" data-v=\"-2\">&lt;2</td>", $"{PageCell.Number(-2, "<2", "best")}");
        Assert.Equal("<td class=\"n\" data-v=\"\">NaN</td>", $"{PageCell.Number(double.NaN, "NaN")}");
        Assert.Equal("<td class=\"n\" data-v=\"\">∞</td>", $"{PageCell.Number(double.PositiveInfinity, "∞")}".Replace("&#8734;", "∞", StringComparison.Ordinal));
        Assert.Equal("<td>a &amp; b</td>", $"{PageCell.Text("a & b")}");
        Assert.Equal("<td class=\"w\">a\\u0007</td>", $"{PageCell.Text("a\u0007", "w")}");
        Assert.Equal("<td class=\"n\" data-v=\"\">–</td>", $"{PageCell.None}");
        Assert.Equal("<td><b>x</b></td>", $"{new PageCell("<b>x</b>")}");
    }

    [Fact]
    public void A_page_has_its_parts_in_the_order_in_which_they_were_added()
    {
        using var page = new Page("name <1>", "head & more");
        page.Section("a<");
        page.Part("b<");
        page.Verdict("c<");
        page.Notes("d<", "e");
        page.Add("<hr>");
        page.Pictures(("f<", "data:x"));
        page.LargePictures(("g", "data:y"));
        page.Table([new("h<"), new("i", true)], [[PageCell.Text("j"), PageCell.None]], [PageCell.Text("k")]);
        page.Table(new ReportTable("t", [new("l"), new("m", true)], [["n", "1"]]) { Notes = ["o"] });
        page.Table(new ReportTable("t", [new("p")], []));
        page.Settings(("q<", "r<"), ("s", "t"));
        page.Again("u<");
        using var bytes = new MemoryStream();
        page.WriteTo(bytes);
        string text = Encoding.UTF8.GetString(bytes.ToArray());
        Assert.Contains("<title>name &lt;1&gt;</title>", text, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", text, StringComparison.Ordinal);
        Assert.EndsWith("</script></body></html>\n", text, StringComparison.Ordinal);
        string body = text[(text.IndexOf("<h1>", StringComparison.Ordinal))..text.IndexOf("<script>", StringComparison.Ordinal)];
        Assert.Equal(
            "<h1>head &amp; more</h1>\n<h2>a&lt;</h2>\n<h3>b&lt;</h3>\n<p class=\"verdict\">c&lt;</p>\n<p class=\"s\">d&lt;<br>e</p>\n<hr>"
            + "<div class=\"pictures\">\n<figure><img alt=\"f&lt;\" src=\"data:x\"><figcaption>f&lt;</figcaption></figure>\n</div>\n"
            + "<div class=\"pictures large\">\n<figure><img alt=\"g\" src=\"data:y\"><figcaption>g</figcaption></figure>\n</div>\n"
            + "<div class=\"wide\"><table><thead><tr><th><button>h&lt;</button></th><th class=\"n\"><button>i</button></th></tr></thead><tbody>\n"
            + "<tr><td>j</td><td class=\"n\" data-v=\"\">–</td></tr>\n</tbody><tfoot><tr><td>k</td></tr></tfoot></table></div>\n"
            + "<div class=\"wide\"><table><thead><tr><th><button>l</button></th><th class=\"n\"><button>m</button></th></tr></thead><tbody>\n"
            + "<tr><td>n</td><td class=\"n\">1</td></tr>\n</tbody></table></div>\n<p class=\"s\">o</p>\n"
            + "<div class=\"wide\"><table><thead><tr><th><button>p</button></th></tr></thead><tbody>\n</tbody></table></div>\n"
            + "<h3>Settings</h3>\n<dl><dt>q&lt;</dt><dd>r&lt;</dd><dt>s</dt><dd>t</dd></dl>\n"
            + "<h2>Again</h2>\n<pre><code>u&lt;</code></pre>\n",
            body);
    }

    private static string[] Written(ReportTable table, int width)
    {
        using var text = new StringWriter { NewLine = "\n" };
        TableWriter.Write(table, new Terminal(text, TextWriter.Null) { Width = width });
        return text.ToString().Split('\n');
    }
}
