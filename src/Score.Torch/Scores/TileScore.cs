using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Torch.Networks;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Scores;

/// <summary>
/// A score of libtorch as a model of the noise for the CPU's own tiles: what compares, conditions and judges networks that only libtorch runs.
/// </summary>
/// <remarks>One evaluation at a time, since libtorch takes all processors for each.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class TileScore<T> : IDifferentiableScore<Tile<T>>, IToldScore<Tile<T>>, ILearnedVariance<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly ScalarType Type = typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64;
    private readonly IBatchScore score;
    private readonly Lock oneAtATime = new();

    /// <param name="make">Makes the score, on the CPU, with products with its Jacobian; called once.</param>
    /// <exception cref="ArgumentException">It has no such products.</exception>
    public TileScore(Func<IBatchScore> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        score = make();
        if (score is not IDifferentiableScore<Tensor>)
        {
            throw new ArgumentException("The score has no products with its Jacobian.", nameof(make));
        }
    }

    /// <param name="make">Makes the network for an element type and a device; called once, for the CPU.</param>
    /// <param name="prediction">What its output stands for.</param>
    /// <param name="labelOf">The class of a sample by its index in the run, −1 for none; null for none at all.</param>
    /// <param name="knowsUnlabelled">Whether a network with classes was trained on rows without their label too, so that −1 means something to it.</param>
    /// <param name="range">The times of its training; null for all.</param>
    public TileScore(
        Func<ScalarType, Device, TorchNetwork> make, Parametrisation prediction, Func<long, int>? labelOf, bool knowsUnlabelled = true, TimeRange? range = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        score = new TorchNetworkScore(make(Type, CPU), prediction, labelOf, knowsUnlabelled: knowsUnlabelled, range: range);
    }

    /// <inheritdoc/>
    public int Dimension => score.Dimension;

    /// <inheritdoc/>
    public TimeRange Range => score.Range;

    /// <inheritdoc/>
    public bool IsTold => score is IToldScore<Tensor> { IsTold: true };

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It cannot be told another level.</exception>
    public double TimeOf(NoiseLevel level) => Told().TimeOf(level);

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon) => Ask(x, (input, output) => score.Evaluate(input, level, output), epsilon);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It cannot be told another level.</exception>
    public void EvaluateTold(Tile<T> x, NoiseLevel level, double time, Tile<T> epsilon) => Ask(x, (input, output) => Told().EvaluateTold(input, level, time, output), epsilon);

    /// <inheritdoc/>
    public void TransposedJacobianProduct(Tile<T> x, NoiseLevel level, Tile<T> cotangent, Tile<T> product) =>
        Ask(x, (input, output) => ((IDifferentiableScore<Tensor>)score).TransposedJacobianProduct(input, level, Read(cotangent), output), product);

    /// <inheritdoc/>
    public bool OffersVariance => score is ILearnedVariance<Tensor> { OffersVariance: true };

    /// <inheritdoc/>
    public bool TryEvaluateWithVariance(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T> variance)
    {
        bool isOffered = false;
        lock (oneAtATime)
        {
            using DisposeScope scope = NewDisposeScope();
            score.MoveTo(x.FirstSample, x.Rows);
            (Tensor first, Tensor second) = (empty(0, Type), empty(0, Type));
            isOffered = score is ILearnedVariance<Tensor> learned && learned.TryEvaluateWithVariance(Read(x), level, first, second);
            if (isOffered)
            {
                Write(first, epsilon);
                Write(second, variance);
            }
        }

        return isOffered;
    }

    private static void Write(Tensor output, Tile<T> tile) => MemoryMarshal.Cast<byte, T>(output.bytes).CopyTo(tile.Values);

    private void Ask(Tile<T> x, Action<Tensor, Tensor> ask, Tile<T> target)
    {
        lock (oneAtATime)
        {
            using DisposeScope scope = NewDisposeScope();
            score.MoveTo(x.FirstSample, x.Rows);
            Tensor output = empty(0, Type);
            ask(Read(x), output);
            Write(output, target);
        }
    }

    private IToldScore<Tensor> Told() => score as IToldScore<Tensor> ?? throw new NotSupportedException("The network cannot be told another level.");

    private Tensor Read(Tile<T> tile)
    {
        Tensor input = empty(tile.Rows, Dimension, Type);
        MemoryMarshal.AsBytes(tile.Values).CopyTo(input.bytes);
        return input;
    }
}
