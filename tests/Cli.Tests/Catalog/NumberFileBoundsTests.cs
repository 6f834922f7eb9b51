using ScoreSde.Cli.Catalog;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

/// <summary>How long a file of numbers, its lines and its remarks may be.</summary>
[Trait("Category", "Once")]
public sealed class NumberFileBoundsTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("# nothing")]
    [InlineData("\r\n  \r\n#\r\n")]
    public void A_file_without_numbers_has_none(string text) => Assert.Empty(Read(text));

    [Fact]
    public void A_file_has_at_most_a_million_lines_and_one()
    {
        File.WriteAllText(folder["f"], new string('\n', 1_000_000) + "7\n");
        Assert.Equal([7], NumberFile.Read(folder["f"]));
        File.WriteAllText(folder["f"], new string('\n', 1_000_001) + "7\n");
        Assert.Equal("the file has more than 1000001 lines.", Refused());
    }

    [Theory]
    [InlineData(16_777_216, null)]
    [InlineData(16_777_217, "the file has more than 16777216 bytes.")]
    public void A_file_has_at_most_sixteen_MiB(int bytes, string? sentence)
    {
        using (FileStream file = File.Create(folder["f"]))
        {
            file.Write("3\n#"u8);
            file.SetLength(bytes);
        }

        if (sentence is null)
        {
            Assert.Equal([3], NumberFile.Read(folder["f"]));
        }
        else
        {
            Assert.Equal(sentence, Refused());
        }
    }

    // The last letter of a full buffer waits for what follows it.
    [Theory]
    [InlineData(32_766, true)]
    [InlineData(32_767, false)]
    [InlineData(40_000, false)]
    public void A_number_stands_in_a_line_of_less_than_32_767_letters(int letters, bool isRead)
    {
        string text = $"4{new string(' ', letters - 1)}\n5\n";
        if (isRead)
        {
            Assert.Equal([4, 5], Read(text));
        }
        else
        {
            File.WriteAllText(folder["f"], text);
            Assert.Equal("line 1 is not a number.", Refused());
        }
    }

    [Theory]
    [InlineData("1\n\nInfinity\n", 3)]
    [InlineData("NaN", 1)]
    [InlineData("1\n-1e999", 2)]
    [InlineData("1,5", 1)]
    [InlineData("1 # one", 1)]
    public void What_is_no_finite_number_is_told_with_its_line(string text, int line)
    {
        File.WriteAllText(folder["f"], text);
        Assert.Equal($"line {line} is not a number.", Refused());
    }

    [Fact]
    public void Lines_after_a_long_remark_are_counted_on()
    {
        File.WriteAllText(folder["f"], $"1\n#{new string('x', 70_000)}\n\n2\nx");
        Assert.Equal("line 5 is not a number.", Refused());
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told()
    {
        Assert.Equal("there is no such file.", Refused());
        Directory.CreateDirectory(folder["f"]);
        Assert.Equal("it is a folder.", Refused());
    }

    private string Refused() => Assert.Throws<ArgumentException>(() => NumberFile.Read(folder["f"])).Message;

    private double[] Read(string text)
    {
        File.WriteAllText(folder["f"], text);
        return NumberFile.Read(folder["f"]);
    }
}
