using ScoreSde.Data;

namespace ScoreSde.Tests.Data;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("plain, ä, 数, 😀", "plain, ä, 数, 😀")]
    [InlineData("\u001b[31mred\u0007", "\\u001b[31mred\\u0007")]
    [InlineData("a\r\nb\tc", "a\\u000d\\u000ab\\u0009c")]
    [InlineData("\u202egpj", "\\u202egpj")]
    [InlineData("\u009b1m", "\\u009b1m")]
    public void What_is_not_printed_is_shown(string text, string shown) => Assert.Equal(shown, Excerpt.Of(text));

    [Fact]
    public void Half_a_pair_is_shown() => Assert.Equal("\\ud83d.", Excerpt.Of($"{'\ud83d'}."));

    [Fact]
    public void Lines_are_kept_where_they_are_meant() => Assert.Equal("a\nb\\u000d", Excerpt.Escaped("a\nb\r", keepsLines: true));

    [Fact]
    public void No_more_than_eighty_characters_are_quoted()
    {
        Assert.Equal(new string('x', 80), Excerpt.Of(new string('x', 80)));
        Assert.Equal(new string('x', 79) + "…", Excerpt.Of(new string('x', 81)));
        Assert.Equal(new string('x', 78) + "…", Excerpt.Of(new string('x', 78) + "😀😀"));
    }
}
