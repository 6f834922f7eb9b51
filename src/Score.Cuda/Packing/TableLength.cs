namespace ScoreSde.Cuda.Packing;

/// <summary>How many numbers a table of noise levels has.</summary>
internal static class TableLength
{
    /// <summary>levels · stride.</summary>
    /// <exception cref="NotSupportedException">More than an array holds.</exception>
    public static int Of(int levels, long stride) => levels * stride <= Array.MaxLength
        ? (int)(levels * stride)
        : throw new NotSupportedException($"The run asks the model at {levels} noise levels of {stride} numbers each, more than one table holds; take fewer steps.");
}
