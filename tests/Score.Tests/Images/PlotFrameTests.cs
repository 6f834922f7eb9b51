using ScoreSde.Images;

namespace ScoreSde.Tests.Images;

/// <summary>Where the numbers of a plot stand, read off the picture.</summary>
public sealed class PlotFrameTests
{
    private const int Tick = 4;
    private const int Gap = 3;
    private const int Pad = 6;

    /// <summary>Numbers end three pixels before the ticks of their axis and stand in the middle of them; the square is left free.</summary>
    [Theory]
    [InlineData(200, 1)]
    [InlineData(480, 2)]
    public void Numbers_stand_at_their_ticks(int side, int zoom)
    {
        // 0 ends with ink at its right edge.
        (PlotRange across, PlotRange up) = (new(-0.3, 1.2), new(-1, 11));
        var frame = new PlotFrame(side, 5, HasAxes: true, HasCaption: true);
        Picture picture = frame.Blank();
        byte[] paper = picture.Pixels[..3].ToArray();
        frame.Draw(picture, across, up, "0");
        Assert.Equal(zoom, frame.Zoom);
        Assert.True(IsBlank(frame.Left - Tick - Gap, frame.Left - Tick, frame.Top, frame.Top + side));
        Assert.True(IsBlank(frame.Left, frame.Left + side, frame.Top, frame.Top + side));
        Assert.True(IsBlank(frame.Left, picture.Width, frame.Top + side + Tick + zoom, frame.Top + side + Tick + Pad));
        Assert.True(IsBlank(0, picture.Width, frame.Top + side + Tick + Pad + (Glyphs.Height * zoom), picture.Height));
        foreach (double value in new[] { 0, 10 })
        {
            int y = frame.Top + (int)Math.Round((1 - up.ShareOf(value)) * side);
            (int top, int bottom) = (y - (Glyphs.Height * zoom / 2), y - (Glyphs.Height * zoom / 2) + (Glyphs.Height * zoom));
            Assert.False(IsBlank(frame.Left - Tick - Gap - zoom, frame.Left - Tick - Gap, top, bottom));
            Assert.True(IsBlank(0, frame.Left - Tick, top - 3, top));
            Assert.True(IsBlank(0, frame.Left - Tick, bottom, bottom + 3));
            Assert.False(IsBlank(frame.Left - Tick, frame.Left - 1, y, y + 1));
            Assert.True(IsBlank(frame.Left - Tick, frame.Left - 1, y - 2, y));
        }

        // 0.0, 0.5 and 1.0 begin and end with ink.
        int width = ((3 * Glyphs.Advance) - 1) * zoom;
        foreach (double value in new[] { 0, 0.5 })
        {
            int x = frame.Left + (int)Math.Round(across.ShareOf(value) * side);
            int left = x - (width / 2);
            (int top, int bottom) = (frame.Top + side + Tick + Pad, frame.Top + side + Tick + Pad + (Glyphs.Height * zoom));
            Assert.False(IsBlank(left, left + zoom, top, bottom));
            Assert.False(IsBlank(left + width - zoom, left + width, top, bottom));
            Assert.True(IsBlank(left - 3, left, top, bottom));
            Assert.True(IsBlank(left + width, left + width + 3, top, bottom));
            Assert.False(IsBlank(x, x + 1, frame.Top + side + 1, frame.Top + side + Tick));
            Assert.True(IsBlank(x - 2, x, frame.Top + side + 1, frame.Top + side + Tick));
        }

        bool IsBlank(int fromX, int toX, int fromY, int toY) => Enumerable.Range(fromY, toY - fromY)
            .All(y => Enumerable.Range(fromX, toX - fromX).All(x => picture.Row(y).Slice(3 * x, 3).SequenceEqual(paper)));
    }
}
