using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ScoreSde.Inverse;

/// <summary>
/// A = U diag(s) Vᵀ of any operator, singular values above 10⁻¹⁰ of the largest alone, the largest first. Found from the operator's matrix, so it
/// costs d²m once, or from those of its factors; meant for d up to a few thousand.
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
        ArgumentNullException.ThrowIfNull(linearOperator);
        (inputs, outputs) = (linearOperator.Inputs, linearOperator.Outputs);
        Svd<double> svd = Matrix<double>.Build.DenseOfArray(Matrix(linearOperator)).Svd();
        int rank = svd.S.Count(s => s > Least * svd.S[0]);
        Rank = rank > 0 ? rank : throw new ArgumentException("An operator that is 0 measures nothing.", nameof(linearOperator));
        Values = [.. svd.S.Take(rank)];
        left = svd.U.SubMatrix(0, outputs, 0, rank).ToColumnMajorArray();
        right = svd.VT.SubMatrix(0, rank, 0, inputs).ToRowMajorArray();
    }

    private SingularValues(int inputs, int outputs, double[] values, double[] left, double[] right)
    {
        (this.inputs, this.outputs, this.left, this.right) = (inputs, outputs, left, right);
        (Rank, Values) = (values.Length, values);
    }

    /// <summary>Singular values that count.</summary>
    public int Rank { get; }

    /// <summary>s &gt; 0, the largest first.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>u_i, of the measurement's length.</summary>
    public ReadOnlySpan<double> Left(int index) => left.AsSpan(index * outputs, outputs);

    /// <summary>v_i, of a sample's length.</summary>
    public ReadOnlySpan<double> Right(int index) => right.AsSpan(index * inputs, inputs);

    /// <summary>
    /// Those of A ⊗ B, which acts on a picture's rows by A and on its columns by B: s_i t_j with u_i ⊗ p_j and v_i ⊗ q_j.
    /// </summary>
    /// <param name="rows">A, [outputs, inputs].</param>
    /// <param name="columns">B, [outputs, inputs].</param>
    /// <exception cref="ArgumentException">The product is 0.</exception>
    public static SingularValues Kronecker(double[,] rows, double[,] columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        if (rows.Length == 0 || columns.Length == 0)
        {
            throw new ArgumentException("An operator without numbers measures nothing.", rows.Length == 0 ? nameof(rows) : nameof(columns));
        }

        Svd<double> a = Matrix<double>.Build.DenseOfArray(rows).Svd();
        Svd<double> b = Matrix<double>.Build.DenseOfArray(columns).Svd();
        double least = Least * a.S[0] * b.S[0];
        (double Value, int Row, int Column)[] pairs =
        [
            .. a.S.SelectMany((s, i) => b.S.Select((t, j) => (Value: s * t, Row: i, Column: j)))
                .Where(pair => pair.Value > least)
                .OrderByDescending(static pair => pair.Value),
        ];
        if (pairs.Length == 0)
        {
            throw new ArgumentException("An operator that is 0 measures nothing.", nameof(rows));
        }

        int outputs = rows.GetLength(0) * columns.GetLength(0);
        int inputs = rows.GetLength(1) * columns.GetLength(1);
        var left = new double[pairs.Length * outputs];
        var right = new double[pairs.Length * inputs];
        for (int k = 0; k < pairs.Length; k++)
        {
            (_, int i, int j) = pairs[k];
            Outer(a.U.Column(i), b.U.Column(j), left.AsSpan(k * outputs, outputs));
            Outer(a.VT.Row(i), b.VT.Row(j), right.AsSpan(k * inputs, inputs));
        }

        return new SingularValues(inputs, outputs, [.. pairs.Select(static pair => pair.Value)], left, right);
    }

    /// <summary>The operator's matrix, [outputs, inputs].</summary>
    public static double[,] Matrix(ILinearOperator linearOperator)
    {
        ArgumentNullException.ThrowIfNull(linearOperator);
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

    private static void Outer(Vector<double> a, Vector<double> b, Span<double> target)
    {
        for (int i = 0; i < a.Count; i++)
        {
            for (int j = 0; j < b.Count; j++)
            {
                target[(i * b.Count) + j] = a[i] * b[j];
            }
        }
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
