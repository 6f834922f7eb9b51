namespace ScoreSde.Cuda.Packing;

/// <summary>The upper half of a float: its sign, its exponent and 7 bits behind the point.</summary>
internal static class BFloat16
{
    private const int Bits = 16;

    /// <summary>The nearest, to even where two are as near. The value is finite.</summary>
    public static ushort Round(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint half = (1u << (Bits - 1)) - 1 + ((bits >> Bits) & 1);
        return (ushort)((bits + half) >> Bits);
    }

    /// <summary>What it stands for.</summary>
    public static float ToSingle(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << Bits);
}
