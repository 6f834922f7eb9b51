using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>
/// A network of libtorch as a model of the noise for the CPU's own tiles: what compares, conditions and judges networks that only libtorch runs.
/// </summary>
/// <remarks>One evaluation at a time, since libtorch takes all processors for each.</remarks>
/// <param name="make">Makes the network for an element type and a device; called once, for the CPU.</param>
/// <param name="prediction">What its output stands for.</param>
/// <param name="labelOf">The class of a sample by its index in the run, −1 for none; null for none at all.</param>
/// <param name="knowsUnlabelled">Whether a network with classes was trained on rows without their label too, so that −1 means something to it.</param>
/// <param name="range">The times of its training; null for all.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed class TileScore<T>(
    Func<ScalarType, Device, TorchNetwork> make,
    Parametrisation prediction,
    Func<long, int>? labelOf,
    bool knowsUnlabelled = true,
    TimeRange? range = null)
    : IDifferentiableScore<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TorchNetwork network = make(typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64, CPU);
    private readonly Lock oneAtATime = new();

    /// <inheritdoc/>
    public int Dimension => network.Dimension;

    /// <inheritdoc/>
    public TimeRange Range { get; } = range ?? TimeRange.Whole;

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        lock (oneAtATime)
        {
            using DisposeScope scope = NewDisposeScope();
            using TorchNetworkScore score = For(x);
            Tensor output = empty(0, network.Type);
            score.Evaluate(Read(x), level, output);
            Write(output, epsilon);
        }
    }

    /// <inheritdoc/>
    public void TransposedJacobianProduct(Tile<T> x, NoiseLevel level, Tile<T> cotangent, Tile<T> product)
    {
        lock (oneAtATime)
        {
            using DisposeScope scope = NewDisposeScope();
            using TorchNetworkScore score = For(x);
            Tensor output = empty(0, network.Type);
            score.TransposedJacobianProduct(Read(x), level, Read(cotangent), output);
            Write(output, product);
        }
    }

    private static void Write(Tensor output, Tile<T> tile) => MemoryMarshal.Cast<byte, T>(output.bytes).CopyTo(tile.Values);

    private TorchNetworkScore For(Tile<T> x)
    {
        var score = new TorchNetworkScore(network, prediction, labelOf, knowsUnlabelled: knowsUnlabelled);
        score.MoveTo(x.FirstSample, x.Rows);
        return score;
    }

    private Tensor Read(Tile<T> tile)
    {
        Tensor input = empty(tile.Rows, Dimension, network.Type);
        MemoryMarshal.AsBytes(tile.Values).CopyTo(input.bytes);
        return input;
    }
}
