using System.Text;
using ScoreSde.Cli.Catalog;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

public sealed class NumberFileTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("1\n2\n3")]
    [InlineData("1\r\n2\r\n3\r\n")]
    [InlineData("1\r2\r3\r")]
    [InlineData("\n\r\n\r1\n\n  2 \t\r\n# three\r3\n\n")]
    [InlineData("# a\n1\n#\n2\n   # b\n3")]
    public void Lines_end_as_everywhere(string text) => Assert.Equal([1, 2, 3], Read(text));

    [Fact]
    public void Texts_of_two_bytes_a_letter_and_marks_before_are_read()
    {
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            File.WriteAllText(folder["f"], "1\r\n2\n3\n", encoding);
            Assert.Equal([1, 2, 3], NumberFile.Read(folder["f"]));
        }
    }

    // The buffer holds 32,768 letters.
    [Theory]
    [InlineData(32_764)]
    [InlineData(32_765)]
    [InlineData(32_766)]
    [InlineData(32_767)]
    [InlineData(32_768)]
    [InlineData(32_769)]
    [InlineData(98_304)]
    public void Where_lines_fall_between_two_buffers_changes_nothing(int padding)
    {
        string end = padding % 2 == 0 ? "\r\n" : "\n";
        Assert.Equal([1.5, -2, 3], Read($"#{new string('x', padding)}{end}1.5{end}-2{end}3"));
        Assert.Equal(Enumerable.Range(0, padding / 8).Select(static i => i + 0.25), Read(string.Join(end, Enumerable.Range(0, padding / 8).Select(static i => $"{i}.25"))));
    }

    [Theory]
    [InlineData("1\n\nx\n", "line 3 is not a number")]
    [InlineData("1\r\n\r\nx\r\n", "line 3 is not a number")]
    [InlineData("1\r\rx\r", "line 3 is not a number")]
    [InlineData("1\ninf", "line 2 is not a number")]
    public void A_fault_names_its_line(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ArgumentException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Long_lines_are_remarks_or_faults()
    {
        Assert.Equal([1, 2], Read($"1\n  # {new string('1', 100_000)}\n2"));
        Assert.Contains("line 2 is not", Assert.Throws<ArgumentException>(() => Read($"1\n{new string('1', 100_000)}\n2")).Message, StringComparison.Ordinal);
    }

    private double[] Read(string text)
    {
        File.WriteAllText(folder["f"], text);
        return NumberFile.Read(folder["f"]);
    }
}
