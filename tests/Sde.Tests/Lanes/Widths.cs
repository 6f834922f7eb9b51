using ScoreSde.Lanes;

namespace ScoreSde.Tests.Lanes;

/// <summary>The vector widths, in hardware or emulated.</summary>
internal static class Widths
{
    /// <summary>Those that are compared with one number at a time.</summary>
    public static IReadOnlyList<LaneWidth> Vectors { get; } = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    public static IReadOnlyList<LaneWidth> All { get; } = [LaneWidth.One, .. Vectors];
}
