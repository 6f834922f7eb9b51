namespace ScoreSde.Data.Png;

/// <summary>A picture as read: all pixels, row by row, the channels of a pixel together.</summary>
/// <param name="Shape">Its shape; 1 channel grey, 3 red, green, blue.</param>
/// <param name="Largest">The largest value a pixel can have: 255 or 65535.</param>
/// <param name="Values">The pixels.</param>
internal sealed record PngPixels(ImageShape Shape, int Largest, ushort[] Values);
