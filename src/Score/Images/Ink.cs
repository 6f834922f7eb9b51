namespace ScoreSde.Images;

/// <summary>A colour.</summary>
/// <param name="Red">Red, 0 … 255.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
internal readonly record struct Ink(byte Red, byte Green, byte Blue)
{
    /// <summary>Text.</summary>
    public static Ink Text => new(27, 31, 36);

    /// <summary>Frames and marks of axes.</summary>
    public static Ink Frame => new(120, 126, 133);

    /// <summary>Samples: told apart from <see cref="Law"/> in greyscale and by most colour-blind readers, Okabe and Ito 2008.</summary>
    public static Ink Samples => new(0xd5, 0x5e, 0x00);

    /// <summary>Bars of samples.</summary>
    public static Ink Bars => new(240, 178, 128);

    /// <summary>The line of a density.</summary>
    public static Ink Law => new(0x00, 0x72, 0xb2);

    /// <summary>Its brightness, by the weights of ITU-R BT.601.</summary>
    public byte Luma => (byte)Math.Round((0.299 * Red) + (0.587 * Green) + (0.114 * Blue));
}
