namespace ScoreSde.Data.Png;

/// <summary>PNG's kinds of pixels, by their number in the file.</summary>
internal enum PngColour
{
    /// <summary>One sample.</summary>
    Grey = 0,

    /// <summary>Red, green, blue.</summary>
    Rgb = 2,

    /// <summary>A place in a table of colours.</summary>
    Palette = 3,

    /// <summary>One sample and its opacity.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue and their opacity.</summary>
    RgbAlpha = 6,
}
