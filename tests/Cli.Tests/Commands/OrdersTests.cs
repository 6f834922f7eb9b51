using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ScoreSde.Cli;
using ScoreSde.Cli.Tables;
using ScoreSde.Cli.Verifying;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed partial class OrdersTests
{
    private static readonly string Document = Path.Combine(SourceFolder(), "..", "..", "..", "docs", "solvers.md");

    [Fact]
    [Trait("Category", "Once")]
    public void The_orders_in_the_documents_are_those_that_the_command_finds()
    {
        if (Environment.GetEnvironmentVariable("SCORESDE_ACCEPT") == "1")
        {
            ProgramRun.Done("verify", "--orders", "--update", Document);
            return;
        }

        using var folder = new Folder();
        string found = folder["solvers.md"];
        File.Copy(Document, found);
        ProgramRun.Done("verify", "--orders", "--update", found);
        string kept = File.ReadAllText(Document).ReplaceLineEndings("\n");
        string now = File.ReadAllText(found).ReplaceLineEndings("\n");
        Assert.Equal(Figure().Replace(kept, "#"), Figure().Replace(now, "#"));

        // Another processor's mathematics may move the last digit: slopes are taken down to errors of 5e-14.
        Assert.All(Figures(kept).Zip(Figures(now)), static pair => Assert.Equal(pair.First, pair.Second, 0.0025));
    }

    [Fact]
    public void Only_a_document_with_a_place_for_the_orders_is_updated()
    {
        using var folder = new Folder();
        string plain = folder["plain.md"];
        File.WriteAllText(plain, $"{GeneratedPart.Orders.Last}\n{GeneratedPart.Orders.First}\n");
        Refused("has no place for the orders", "verify", "--orders", "--update", plain);
        Refused("no such file", "verify", "--orders", "--update", folder["none.md"]);
        Refused("--update needs --orders", "verify", "--update", plain);
        Refused("--solver does not go with --orders", "verify", "--orders", "--solver", "heun");
        Refused("--orders does not go with --limit", "verify", "--orders", "--limit");

        static void Refused(string fragment, params string[] words)
        {
            ProgramRun run = ProgramRun.Of(words);
            Assert.Equal(App.BadUsage, run.Code);
            Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_generated_part_is_replaced_and_the_rest_of_the_document_kept()
    {
        var part = new GeneratedPart("<!-- a -->", "<!-- b -->");
        Assert.Equal("1\n<!-- a -->\n\nnew\n\n<!-- b -->\n2", part.Replace("1\n<!-- a -->\nold\n<!-- b -->\n2", "new\n"));
        Assert.False(part.IsIn("<!-- a --> <!-- a --> <!-- b -->"));
        Assert.False(part.IsIn("<!-- a -->"));
        Assert.Throws<ArgumentException>(() => part.Replace("nothing", "x"));
    }

    [Fact]
    public void A_table_in_markdown_has_its_names_as_code_and_its_notes_beneath() => Assert.Equal(
        "| a | b |\n| --- | --: |\n| `x` | 1\\|2 |\n\nnote\n",
        MarkdownTable.Of(new ReportTable("t", [new("a"), new("b", true)], [["x", "1|2"]]) { Notes = ["note"] }));

    private static IEnumerable<double> Figures(string text) =>
        Figure().Matches(text).Select(static match => double.Parse(match.Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\b\d\.\d{3}\b")]
    private static partial Regex Figure();

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
