namespace ScoreSde.Images;

/// <summary>Pictures of one height side by side.</summary>
public static class PictureRow
{
    /// <summary>Puts them together.</summary>
    /// <exception cref="ArgumentException">There is none, or they differ in height or channels.</exception>
    public static Picture Of(IReadOnlyList<Picture> pictures)
    {
        if (Require.NotNull(pictures).Count == 0 || pictures.Any(picture => picture.Height != pictures[0].Height || picture.Channels != pictures[0].Channels))
        {
            throw new ArgumentException("A row needs pictures of one height and kind.", nameof(pictures));
        }

        var row = new Picture(pictures.Sum(static picture => picture.Width), pictures[0].Height, pictures[0].Channels);
        int left = 0;
        foreach (Picture picture in pictures)
        {
            for (int y = 0; y < picture.Height; y++)
            {
                picture.Row(y).CopyTo(row.Row(y)[(left * picture.Channels)..]);
            }

            left += picture.Width;
        }

        return row;
    }
}
