namespace ScoreSde.Images;

/// <summary>Pictures that follow each other, made one at a time when they are asked for, in order.</summary>
/// <param name="Count">How many.</param>
/// <param name="Draw">Makes the picture of that number, from 0; all of one size.</param>
public sealed record AnimationFrames(int Count, Func<int, Picture> Draw)
{
    /// <summary>How long each is shown but the last, in hundredths of a second.</summary>
    public int Delay { get; init; } = 8;

    /// <summary>How long the last is shown, in hundredths of a second, before the first follows.</summary>
    public int LastDelay { get; init; } = 200;

    /// <summary>All pictures with the times for which they are shown.</summary>
    /// <exception cref="ArgumentException">They differ in size, or there is none.</exception>
    internal IEnumerable<(Picture Picture, ushort Delay)> All()
    {
        Require.Positive(Count);
        Picture? first = null;
        for (int i = 0; i < Count; i++)
        {
            Picture picture = Draw(i);
            first ??= picture;
            if (picture.Width != first.Width || picture.Height != first.Height || picture.Channels != first.Channels)
            {
                throw new ArgumentException($"Picture {i} of an animation is {picture.Width} × {picture.Height}, the first {first.Width} × {first.Height}.");
            }

            yield return (picture, checked((ushort)(i == Count - 1 ? LastDelay : Delay)));
        }
    }
}
