using ScoreSde.Inverse;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Inverse;

/// <summary>A measurement as tensors of float64.</summary>
internal sealed class MeasurementTensors : IDisposable
{
    private readonly Tensor matrix;
    private readonly Tensor transposed;
    private readonly Tensor rightColumns;

    public MeasurementTensors(Measurement measurement, Device device)
    {
        int m = measurement.Operator.Outputs;
        SingularValues singular = measurement.Singular;
        matrix = Upload([.. SingularValues.Matrix(measurement.Operator).Cast<double>()], m, measurement.Operator.Inputs);
        transposed = matrix.t().DetachFromDisposeScope();
        Values = Upload(measurement.Values.ToArray(), 1, m);
        SquaredSingular = Upload([.. singular.Values.Select(s => s * s)], 1, singular.Rank);
        Right = Upload([.. Enumerable.Range(0, singular.Rank).SelectMany(i => singular.Right(i).ToArray())], singular.Rank, measurement.Operator.Inputs);
        rightColumns = Right.t().DetachFromDisposeScope();
        Left = Upload([.. Enumerable.Range(0, singular.Rank).SelectMany(i => singular.Left(i).ToArray())], singular.Rank, m);

        Tensor Upload(double[] values, int rows, int columns)
        {
            using DisposeScope scope = NewDisposeScope();
            return tensor(values, float64).reshape(rows, columns).to(device).DetachFromDisposeScope();
        }
    }

    /// <summary>y, [1, outputs].</summary>
    public Tensor Values { get; }

    /// <summary>s², [1, rank].</summary>
    public Tensor SquaredSingular { get; }

    /// <summary>Uᵀ, [rank, outputs].</summary>
    public Tensor Left { get; }

    /// <summary>Vᵀ, [rank, inputs].</summary>
    public Tensor Right { get; }

    /// <summary>v_kᵀ x of each row and direction.</summary>
    public Tensor Along(Tensor x) => x.matmul(rightColumns);

    /// <summary>Σ_k c_k v_k of each row.</summary>
    public Tensor Back(Tensor numbers) => numbers.matmul(Right);

    /// <summary>A x of each row.</summary>
    public Tensor Apply(Tensor x) => x.matmul(transposed);

    /// <summary>Aᵀ v of each row.</summary>
    public Tensor ApplyTransposed(Tensor vectors) => vectors.matmul(matrix);

    public void Dispose()
    {
        transposed.Dispose();
        matrix.Dispose();
        Values.Dispose();
        SquaredSingular.Dispose();
        Left.Dispose();
        rightColumns.Dispose();
        Right.Dispose();
    }
}
