namespace ScoreSde.Cuda;

/// <summary>In what the products of a perceptron's residual layers are taken; all else is in the samples' own type.</summary>
public enum CudaPrecision
{
    /// <summary>In the samples' own type, float or double.</summary>
    Exact,

    /// <summary>Factors rounded to bfloat16 (8 bits), sums in float, on the tensor cores. For float samples.</summary>
    BFloat16,

    /// <summary>Factors as sums of two bfloat16 (16 bits), three products for one, sums in float, on the tensor cores. For float samples.</summary>
    BFloat16Times3,
}
