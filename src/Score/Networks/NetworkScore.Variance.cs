using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Networks;

/// <content>What was learned of variances.</content>
public sealed partial class NetworkScore<T>
{
    /// <inheritdoc/>
    public bool OffersVariance => network.Settings.LearnsVariance;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">As for ε.</exception>
    public bool TryEvaluateWithVariance(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T> variance)
    {
        ArgumentNullException.ThrowIfNull(epsilon);
        ArgumentNullException.ThrowIfNull(variance);
        ArgumentNullException.ThrowIfNull(x);
        if (!OffersVariance)
        {
            return false;
        }

        Conversion conversion = ToNoise(level);
        MlpWorkspace<T> workspace = forward.Take();
        try
        {
            for (int row = 0; row < x.Rows; row += chunkRows)
            {
                Span<T> result = Chunk(epsilon, row);
                Predict(x, row, level, result, workspace);
                network.Variance(Chunk(variance, row), workspace);
                Convert(conversion, Chunk(x, row), result);
            }
        }
        finally
        {
            forward.Return(workspace);
        }

        return true;
    }
}
