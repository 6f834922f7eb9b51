using System.Text.RegularExpressions;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Tables;

/// <summary>In every table of the program numbers end below the end of their head, and words begin below its beginning.</summary>
public sealed partial class PrintedTablesTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("grid --solver ddim --steps 6 --spectrum 0.1,10", 4)]
    [InlineData("variances --model gaussian --steps 5,10", 4)]
    [InlineData("verify --limit", 5)]
    [InlineData("verify --only linspace* --cases 2", 7)]
    [InlineData("forward --model gaussian --count 20 --chain 10", 10)]
    [InlineData("likelihood --model gaussian --count 5 --steps 200", 2)]
    [InlineData("restore --model mixture8 --task compressed --method ddrm --noise 0.2 --count 5 --steps 5 --out {f}", 2)]
    [InlineData("describe Networks/exact.onnx", 6)]
    [InlineData("compare --model gaussian --solvers dopri5:0.1,tsit5:0.1 --count 50", 4)]
    [InlineData("compare --model gaussian --solvers ddim --to-floor --nfe 9 --count 100", 6)]
    [InlineData("restore --model mixture8 --method ddrm --task compressed:1 --steps 6 --count 3 --noise 2 --ranks 4", 6)]
    public void Numbers_end_below_the_end_of_their_head(string line, int columns)
    {
        string text = ProgramRun.Of([.. line.Split(' ').Select(word => word.Replace("{f}", folder["r"], StringComparison.Ordinal))]).Out;
        List<string[]> tables = Tables(text);
        Assert.NotEmpty(tables);
        Assert.Equal(columns, tables.Max(static table => Heads().Count(table[0])));
        Assert.All(tables, static table => Assert.All(Heads().Matches(table[0]), head => Check(table, head)));
    }

    [Theory]
    [InlineData("describe Networks/digits-by-convolution.onnx")]
    [InlineData("describe Networks/prompted.onnx")]
    [InlineData("describe Networks/edm.onnx")]
    public void What_is_described_fits_80_columns(string line) =>
        Assert.All(ProgramRun.Of(line.Split(' ')).Out.Split('\n'), static printed => Assert.InRange(printed.Length, 0, 80));

    private static void Check(string[] table, Match head)
    {
        (int start, int end) = (head.Index, head.Index + head.Length);
        Match[] cells =
        [
            .. table[1..].Select(row => Heads().Matches(row).FirstOrDefault(cell => cell.Index < end && cell.Index + cell.Length > start)).OfType<Match>(),
        ];
        if (cells.Any(static cell => Number().IsMatch(cell.Value)))
        {
            // The mark of the best has a place of its own.
            bool isMarked = cells.Any(static cell => cell.Value[^1] is '*' or '=');
            Assert.All(cells, cell => Assert.True(cell.Index + cell.Length == end - (isMarked && cell.Value[^1] is not ('*' or '=') ? 1 : 0), $"{head.Value}: {cell.Value}"));
        }
        else
        {
            Assert.All(cells, cell => Assert.True(cell.Index == start, $"{head.Value}: {cell.Value}"));
        }
    }

    // A head, the rows beneath it up to an empty line; a tilde above a letter takes no place.
    private static List<string[]> Tables(string text)
    {
        string[] lines = text.Replace("\u0303", string.Empty, StringComparison.Ordinal).Split('\n');
        return
        [
            .. Enumerable.Range(1, Math.Max(0, lines.Length - 1)).Where(i => lines[i].StartsWith('─'))
                .Select(i => (string[])[lines[i - 1], .. lines.Skip(i + 1).TakeWhile(static line => line.Length > 0)]),
        ];
    }

    // Words with one blank between them.
    [GeneratedRegex(@"\S+( \S+)*")]
    private static partial Regex Heads();

    [GeneratedRegex(@"^[-−≤≥±×] ?\d|^\d")]
    private static partial Regex Number();
}
