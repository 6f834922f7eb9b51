namespace ScoreSde.Lanes;

/// <summary>A vector width, named by its bits.</summary>
internal enum LaneWidth
{
    /// <summary>One number.</summary>
    One = 0,

    /// <summary>128 bits.</summary>
    Bits128 = 128,

    /// <summary>256 bits.</summary>
    Bits256 = 256,

    /// <summary>512 bits.</summary>
    Bits512 = 512,
}
