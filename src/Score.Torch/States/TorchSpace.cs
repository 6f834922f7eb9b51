using System.Runtime.InteropServices;
using ScoreSde.Noise;
using ScoreSde.States;
using ScoreSde.Torch.Noise;
using static TorchSharp.torch;

namespace ScoreSde.Torch;

/// <summary>
/// The states of one batch as tensors [rows, dimension], float or double, on any device of libtorch. Every operation works in place
/// and leaves no tensor behind; none waits for the device.
/// </summary>
/// <remarks>One thread, without gradients: run it under <c>torch.no_grad()</c>.</remarks>
public sealed class TorchSpace : IStateSpace<Tensor>, IDisposable
{
    private readonly List<Tensor> owned = [];
    private readonly PhiloxNormals? philox;
    private readonly Tensor? host;

    /// <param name="rows">Samples in the batch.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the tensors live.</param>
    /// <param name="noise">Where normals are made.</param>
    /// <exception cref="ArgumentException">The type is neither float32 nor float64.</exception>
    public TorchSpace(int rows, int dimension, ScalarType type, Device device, NoiseSource noise = NoiseSource.Device)
    {
        if (type is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"States are float32 or float64, not {type}.", nameof(type));
        }

        Rows = Require.Positive(rows);
        Dimension = Require.Positive(dimension);
        Type = type;
        Device = device;
        if (noise == NoiseSource.Device)
        {
            philox = new PhiloxNormals(dimension, device);
        }
        else
        {
            host = empty(rows, dimension, type).DetachFromDisposeScope();
        }

        MoveTo(0);
    }

    /// <summary>Samples in the batch.</summary>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <summary>float32 or float64.</summary>
    public ScalarType Type { get; }

    /// <summary>Where the tensors live.</summary>
    public Device Device { get; }

    /// <summary>Index, in the whole run, of the sample in row 0.</summary>
    public long FirstSample { get; private set; }

    /// <summary>Lets the states stand for samples firstSample … firstSample + Rows − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or 2⁵⁶ or more.</exception>
    public void MoveTo(long firstSample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstSample);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstSample, (1L << 56) - Rows);
        FirstSample = firstSample;
        philox?.MoveTo(firstSample, Rows);
    }

    /// <inheritdoc/>
    /// <remarks>The space owns the tensor and disposes of it with itself.</remarks>
    public Tensor Allocate()
    {
        Tensor state = empty(Rows, Dimension, Type, Device).DetachFromDisposeScope();
        owned.Add(state);
        return state;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A kernel launch for each term, one less where the target's own weight is 1, one more where the target is no term. The target's own
    /// term comes first, since it is overwritten.
    /// </remarks>
    public void Combine(Tensor target, params ReadOnlySpan<(double Weight, Tensor State)> terms)
    {
        if (terms.IsEmpty)
        {
            throw new ArgumentException("A combination needs at least one term.", nameof(terms));
        }

        double own = 0;
        bool isTerm = false;
        foreach ((double weight, Tensor state) in terms)
        {
            if (ReferenceEquals(state, target))
            {
                own += weight;
                isTerm = true;
            }
        }

        int first = isTerm ? 0 : 1;
        if (!isTerm)
        {
            target.copy_(terms[0].State, nonBlocking: true);
            own = terms[0].Weight;
        }

        Scale(target, own);
        foreach ((double weight, Tensor state) in terms[first..])
        {
            if (!ReferenceEquals(state, target))
            {
                Add(target, weight, state);
            }
        }
    }

    /// <inheritdoc/>
    public void FillNormal(Tensor target, double scale, NoiseKey key)
    {
        using Tensor normals = Normals(scale, key);
        target.copy_(normals);
        if (philox is not null)
        {
            Scale(target, scale);
        }
    }

    /// <inheritdoc/>
    public void AddNormal(Tensor target, double scale, NoiseKey key)
    {
        using Tensor normals = Normals(scale, key);
        using Tensor here = normals.to(Type, Device);
        Add(target, philox is null ? 1 : scale, here);
    }

    /// <inheritdoc/>
    public void AddByNormRatio(Tensor target, double weight, Tensor direction, Tensor numerator, Tensor denominator, int power)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor below = SquaredNorms(denominator);
        Tensor ratio = SquaredNorms(numerator).div_(below);
        if (power == 1)
        {
            ratio.sqrt_();
        }

        // A row whose denominator is 0 is left alone.
        Tensor factor = ratio.mul_(weight).masked_fill_(below.eq(0), 0);
        target.addcmul_(direction, factor.to(Type), 1);
    }

    /// <summary>Disposes of all states that were allocated.</summary>
    public void Dispose()
    {
        philox?.Dispose();
        host?.Dispose();
        owned.ForEach(state => state.Dispose());
        owned.Clear();
    }

    private static void Scale(Tensor target, double factor)
    {
        if (factor != 1)
        {
            using Scalar scalar = factor;
            target.mul_(scalar);
        }
    }

    private static void Add(Tensor target, double weight, Tensor state)
    {
        using Scalar scalar = weight;
        target.add_(state, scalar);
    }

    // In double, as on the CPU: squares of large floats do not overflow.
    private static Tensor SquaredNorms(Tensor state)
    {
        Tensor wide = state.to(float64);
        return wide.mul(wide).sum(1, keepdim: true);
    }

    // Unscaled in double from the device, scaled in the states' type from the host.
    private Tensor Normals(double scale, NoiseKey key)
    {
        if (philox is not null)
        {
            return philox.Draw(key).DetachFromDisposeScope();
        }

        if (Type == ScalarType.Float32)
        {
            Write<float>(scale, key);
        }
        else
        {
            Write<double>(scale, key);
        }

        return host!.alias();
    }

    private void Write<T>(double scale, NoiseKey key)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        ScoreSde.Noise.Normals.Write(MemoryMarshal.Cast<byte, T>(host!.bytes), Dimension, FirstSample, scale, key, add: false);
}
