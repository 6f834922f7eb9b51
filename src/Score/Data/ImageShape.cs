namespace ScoreSde.Data;

/// <summary>The shape of a row that is a picture: pixel (i, j) of channel c is number (i · Width + j) · Channels + c.</summary>
/// <param name="Height">Pixel rows.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Channels">Numbers in a pixel: 1 grey, 3 red, green, blue.</param>
public readonly record struct ImageShape(int Height, int Width, int Channels = 1)
{
    /// <summary>Numbers in a picture.</summary>
    public int Dimension => Height * Width * Channels;
}
