using ScoreSde.MatrixKernels;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Networks;

/// <content>Products with the transposed Jacobian.</content>
public sealed partial class NetworkScore<T>
{
    /// <summary>
    /// product = (∂ε/∂x)ᵀ v, row by row: the transposed Jacobian of ε at x, by one pass forwards and one back, the
    /// conversion from the network's own prediction included. With random v, v · product estimates the divergence of ε.
    /// </summary>
    /// <param name="x">Where.</param>
    /// <param name="level">At which noise level.</param>
    /// <param name="cotangent">v.</param>
    /// <param name="product">Distinct from the other two.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for ε.</exception>
    public void TransposedJacobianProduct(Tile<T> x, NoiseLevel level, Tile<T> cotangent, Tile<T> product)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(cotangent);
        ArgumentNullException.ThrowIfNull(product);
        Conversion conversion = ToNoise(level);
        MlpWorkspace<T> workspace = backward.Take();
        try
        {
            for (int row = 0; row < x.Rows; row += chunkRows)
            {
                ReadOnlySpan<T> along = Chunk(cotangent, row);
                Span<T> target = Chunk(product, row);
                Predict(x, row, level, target, workspace);
                network.Backward(along, workspace, [], target);
                Convert(conversion, along, target);
            }
        }
        finally
        {
            backward.Return(workspace);
        }
    }

    /// <inheritdoc/>
    public bool TryEvaluateWithProducts(
        Tile<T> x, NoiseLevel level, Tile<T> epsilon, ReadOnlySpan<Tile<T>> cotangents, ReadOnlySpan<Tile<T>> products)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        Conversion conversion = ToNoise(level);
        MlpWorkspace<T> workspace = backward.Take();
        try
        {
            for (int row = 0; row < x.Rows; row += chunkRows)
            {
                EvaluateForBackward(x, row, level, conversion, epsilon, workspace);
                for (int k = 0; k < products.Length; k++)
                {
                    ReadOnlySpan<T> along = Chunk(cotangents[k], row);
                    Span<T> target = Chunk(products[k], row);
                    network.Backward(along, workspace, [], target);
                    Convert(conversion, along, target);
                }
            }
        }
        finally
        {
            backward.Return(workspace);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryEvaluateWithDiagonal(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T> diagonal)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        ArgumentNullException.ThrowIfNull(diagonal);
        Conversion conversion = ToNoise(level);
        MlpWorkspace<T> workspace = backward.Take();
        try
        {
            for (int row = 0; row < x.Rows; row += chunkRows)
            {
                EvaluateForBackward(x, row, level, conversion, epsilon, workspace);
                Span<T> target = Chunk(diagonal, row);
                network.JacobianDiagonal(workspace, target);
                RowKernels.AddToMultiple(T.CreateTruncating(conversion.OnState), T.CreateTruncating(conversion.OnOther), target);
            }
        }
        finally
        {
            backward.Return(workspace);
        }

        return true;
    }

    private void EvaluateForBackward(
        Tile<T> x, int row, NoiseLevel level, Conversion conversion, Tile<T> epsilon, MlpWorkspace<T> workspace)
    {
        Span<T> result = Chunk(epsilon, row);
        Predict(x, row, level, result, workspace);
        Convert(conversion, Chunk(x, row), result);
    }
}
