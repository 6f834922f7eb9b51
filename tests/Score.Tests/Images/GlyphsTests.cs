using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

[Trait("Category", "Once")]
public sealed class GlyphsTests
{
    /// <summary>The signs as an eye sees them.</summary>
    private const string Drawn = """
        .###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###. ..... ..... ..... ..... .#... .....
        #...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...# ..... ..... ..#.. ..... .#... .....
        #..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...# ..... ..... ..#.. .###. ###.. #####
        #.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .#### ..... .###. ##### #...# .#... .....
        ##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....# ..... ..... ..#.. ##### .#... #####
        #...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#. .##.. ..... ..#.. #.... .#..# .....
        .###. .###. ##### .###. ...#. .###. .###. .#... .###. .##.. .##.. ..... ..... .###. ..##. .....
        """;

    [Fact]
    public void Signs_look_like_what_they_are() => Assert.Equal(
        Drawn.ReplaceLineEndings("\n"),
        string.Join('\n', Enumerable.Range(0, Glyphs.Height).Select(y => string.Join(' ', "0123456789.-+et=".Select(sign => string.Concat(
            Enumerable.Range(0, Glyphs.Width).Select(x => Glyphs.IsInked(sign, x, y) ? '#' : '.')))))));

    [Fact]
    public void Any_other_sign_is_blank() =>
        Assert.All("aE ,−\0", static sign => Assert.All(
            Enumerable.Range(0, Glyphs.Width * Glyphs.Height), dot => Assert.False(Glyphs.IsInked(sign, dot % Glyphs.Width, dot / Glyphs.Width))));
}
