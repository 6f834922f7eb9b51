namespace ScoreSde.Inverse;

/// <summary>
/// The A of a measurement y = A x₀ + n, told by what it does to one sample. Any matrix-free A will do; methods that need singular values
/// find them by <see cref="Decompose"/>.
/// </summary>
/// <remarks>Called from all threads at once; must not allocate. Vectors are double whatever the tiles hold.</remarks>
public interface ILinearOperator
{
    /// <summary>Numbers in a sample.</summary>
    int Inputs { get; }

    /// <summary>Numbers in a measurement.</summary>
    int Outputs { get; }

    /// <summary>y = A x.</summary>
    void Apply(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>x = Aᵀ y.</summary>
    void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x);

    /// <summary>A = U diag(s) Vᵀ: from the operator's matrix, unless the operator knows a shorter way.</summary>
    SingularValues Decompose() => new(this);
}
