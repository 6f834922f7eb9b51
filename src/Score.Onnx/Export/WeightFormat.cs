namespace ScoreSde.Onnx.Export;

/// <summary>How an exported network keeps and evaluates its weights.</summary>
public enum WeightFormat
{
    /// <summary>float32.</summary>
    Bits32,

    /// <summary>float64.</summary>
    Bits64,

    /// <summary>Kept as float16, rounded to nearest, and evaluated as float32: half the file for a relative error of 2⁻¹² a weight.</summary>
    Bits16,
}
