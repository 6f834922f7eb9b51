using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ScoreSde.Inverse;

/// <summary>
/// A = U diag(s) Vᵀ of any operator, singular values above 10⁻¹⁰ of the largest alone, the largest first. Found from the operator's matrix, so it
/// costs d²m once; meant for d up to a few thousand.
/// </summary>
public sealed class SingularValues
{
    private const double Least = 1e-10;

    private readonly int inputs;
    private readonly int outputs;
    private readonly double[] left;
    private readonly double[] right;

    /// <param name="linearOperator">A; not 0.</param>
    public SingularValues(ILinearOperator linearOperator)
    {
        (inputs, outputs) = (linearOperator.Inputs, linearOperator.Outputs);
        Svd<double> svd = Matrix<double>.Build.DenseOfArray(Matrix(linearOperator)).Svd();
        int rank = svd.S.Count(s => s > Least * svd.S[0]);
        Rank = rank > 0 ? rank : throw new ArgumentException("An operator that is 0 measures nothing.", nameof(linearOperator));
        Values = [.. svd.S.Take(rank)];
        left = svd.U.SubMatrix(0, outputs, 0, rank).ToColumnMajorArray();
        right = svd.VT.SubMatrix(0, rank, 0, inputs).ToRowMajorArray();
    }

    /// <summary>Singular values that count.</summary>
    public int Rank { get; }

    /// <summary>s &gt; 0, the largest first.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>u_i, of the measurement's length.</summary>
    public ReadOnlySpan<double> Left(int index) => left.AsSpan(index * outputs, outputs);

    /// <summary>v_i, of a sample's length.</summary>
    public ReadOnlySpan<double> Right(int index) => right.AsSpan(index * inputs, inputs);

    /// <summary>The operator's matrix, [outputs, inputs].</summary>
    public static double[,] Matrix(ILinearOperator linearOperator)
    {
        var matrix = new double[linearOperator.Outputs, linearOperator.Inputs];
        var unit = new double[linearOperator.Inputs];
        var column = new double[linearOperator.Outputs];
        for (int j = 0; j < unit.Length; j++)
        {
            unit[j] = 1;
            linearOperator.Apply(unit, column);
            unit[j] = 0;
            for (int i = 0; i < column.Length; i++)
            {
                matrix[i, j] = column[i];
            }
        }

        return matrix;
    }

    /// <summary>aᵀ b, added in the order of the coordinates.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return sum;
    }

    /// <summary>target += factor · a.</summary>
    internal static void Add(double factor, ReadOnlySpan<double> a, Span<double> target)
    {
        for (int i = 0; i < a.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(factor, a[i], target[i]);
        }
    }
}
