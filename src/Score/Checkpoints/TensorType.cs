namespace ScoreSde.Checkpoints;

/// <summary>The element types of safetensors that this library reads and writes, under the format's own names.</summary>
public enum TensorType
{
    /// <summary>32-bit IEEE numbers.</summary>
    F32,

    /// <summary>64-bit IEEE numbers.</summary>
    F64,

    /// <summary>64-bit signed integers.</summary>
    I64,

    /// <summary>Bytes.</summary>
    U8,
}
