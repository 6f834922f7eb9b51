using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>A network of libtorch as a model of the noise for the CPU's own tiles: what compares networks that only libtorch runs.</summary>
/// <param name="make">Makes the network for an element type and a device; called once, for the CPU.</param>
/// <param name="prediction">What its output stands for.</param>
/// <param name="labelOf">The class of a sample by its index in the run, −1 for none; null for none at all.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed class TileScore<T>(Func<ScalarType, Device, TorchNetwork> make, Parametrisation prediction, Func<long, int>? labelOf)
    : IScoreFunction<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TorchNetwork network = make(typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64, CPU);

    /// <inheritdoc/>
    public int Dimension => network.Dimension;

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using var score = new TorchNetworkScore(network, prediction, labelOf);
        score.MoveTo(x.FirstSample, x.Rows);
        Tensor input = empty(x.Rows, Dimension, network.Type);
        MemoryMarshal.AsBytes(x.Values).CopyTo(input.bytes);
        Tensor output = empty_like(input);
        score.Evaluate(input, level, output);
        MemoryMarshal.Cast<byte, T>(output.bytes).CopyTo(epsilon.Values);
    }
}
