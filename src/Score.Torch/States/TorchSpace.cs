using System.Runtime.InteropServices;
using ScoreSde.Inverse;
using ScoreSde.Noise;
using ScoreSde.States;
using ScoreSde.Torch.Inverse;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.States;

/// <summary>
/// The states of one batch as tensors [rows, dimension], float or double, on any device of libtorch. Every operation works in place
/// and leaves no tensor behind; none waits for the device.
/// </summary>
/// <remarks>
/// One thread, without gradients: run it under <c>torch.no_grad()</c>. In a run of <c>TorchSampler</c> on a card, sums and noise wait for each other until
/// the score is asked or the states are looked at; who reads a state's tensor by other means in a step calls <see cref="Flush"/> first.
/// </remarks>
public sealed class TorchSpace : IMeasuringSpace<Tensor>, IVariedSpace<Tensor>, IDisposable
{
    private readonly List<Tensor> owned = [];
    private readonly List<IDisposable> measurements = [];
    private readonly TensorKernels? kernels;
    private readonly StateWalk? walk;
    private readonly NoiseAhead? ahead;
    private readonly Tensor? host;
    private readonly Tensor one;

    /// <param name="rows">Samples in the batch.</param>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the tensors live.</param>
    /// <param name="noise">Where normals are made.</param>
    /// <exception cref="ArgumentException">The type is neither float32 nor float64.</exception>
    public TorchSpace(int rows, int dimension, ScalarType type, Device device, NoiseSource noise = NoiseSource.Device)
        : this(rows, dimension, type, device, noise, TensorKernels.For(device, type))
    {
    }

    /// <summary>The same with or without kernels of our own.</summary>
    internal TorchSpace(int rows, int dimension, ScalarType type, Device device, NoiseSource noise, TensorKernels? kernels)
    {
        if (type is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"States are float32 or float64, not {type}.", nameof(type));
        }

        Rows = Require.Positive(rows);
        Dimension = Require.Positive(dimension);
        Type = type;
        Device = device;
        this.kernels = kernels;
        walk = kernels?.Walk(dimension);
        if (noise == NoiseSource.Device && kernels is null)
        {
            ahead = new NoiseAhead(dimension, type, device);
        }
        else if (noise == NoiseSource.Host)
        {
            host = empty(rows, dimension, type).DetachFromDisposeScope();
        }

        one = ones(1, type, device).DetachFromDisposeScope();
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

    /// <summary>Whether sums and noise wait until <see cref="Flush"/>, where kernels of our own do them.</summary>
    internal bool PutsOff { get; set; }

    /// <summary>Does what waits, so that tensors hold what was asked for.</summary>
    public void Flush() => walk?.Flush();

    /// <summary>Lets the states stand for samples firstSample … firstSample + Rows − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or 2⁵⁶ or more.</exception>
    public void MoveTo(long firstSample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstSample);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstSample, (1L << 56) - Rows);
        Flush();
        FirstSample = firstSample;
        ahead?.MoveTo(firstSample, Rows);
    }

    /// <summary>
    /// So many steps are about to be made from the first interval on: where they draw noise it is made in as few passes as memory allows.
    /// Changes no number.
    /// </summary>
    internal void Expect(int steps) => ahead?.Expect(steps);

    /// <inheritdoc/>
    /// <remarks>The space owns the tensor and disposes of it with itself.</remarks>
    public Tensor Allocate()
    {
        Tensor state = empty(Rows, Dimension, Type, Device).DetachFromDisposeScope();
        owned.Add(state);
        return state;
    }

    /// <inheritdoc/>
    public IMeasuredStates<Tensor> Measure(Measurement measurement)
    {
        var measured = new MeasuredTensors(measurement, Device, Flush);
        measurements.Add(measured);
        return measured;
    }

    /// <inheritdoc/>
    /// <remarks>A target that is no term gets other memory: views of it keep the old.</remarks>
    public void Combine(Tensor target, params ReadOnlySpan<(double Weight, Tensor State)> terms)
    {
        if (terms.IsEmpty)
        {
            throw new ArgumentException("A combination needs at least one term.", nameof(terms));
        }

        if (walk?.TrySum(target, terms) != true)
        {
            Combination.Write(target, one, terms);
        }

        Done();
    }

    /// <inheritdoc/>
    public void FillNormal(Tensor target, double scale, NoiseKey key)
    {
        if (DrawsItself(target))
        {
            walk!.Noise(target, scale, key, FirstSample, add: false);
            Done();
            return;
        }

        Flush();
        using Tensor normals = Normals(scale, key);
        target.copy_(normals);
        if (ahead is not null)
        {
            Combination.Scale(target, scale);
        }
    }

    /// <inheritdoc/>
    public void AddNormal(Tensor target, double scale, NoiseKey key)
    {
        if (DrawsItself(target))
        {
            walk!.Noise(target, scale, key, FirstSample, add: true);
            Done();
            return;
        }

        Flush();
        using Tensor normals = Normals(scale, key);
        if (ahead is not null)
        {
            Combination.Add(target, scale, normals);
            return;
        }

        using Tensor here = normals.to(Device);
        Combination.Add(target, 1, here);
    }

    /// <inheritdoc/>
    /// <remarks>Deviations are made in float64, as on the CPU.</remarks>
    public void AddNormal(Tensor target, Tensor of, NumberVariance variance, Tensor noise, NoiseKey key)
    {
        ArgumentNullException.ThrowIfNull(of);
        FillNormal(noise, 1, key);
        Flush();
        using DisposeScope scope = NewDisposeScope();
        Tensor made = of.to(float64).Times(variance.Scale).Shift_(variance.Shift);
        Tensor deviation = variance.IsLogarithm
            ? made.Times_(0.5).exp_().AtLeast_(Math.Sqrt(variance.Least))
            : made.AtLeast_(variance.Least).sqrt_();
        target.PlusProduct_(deviation.to(Type), noise);
    }

    /// <inheritdoc/>
    public void FillSigns(Tensor target, NoiseKey key)
    {
        FillNormal(target, 1, key);
        Flush();
        using DisposeScope scope = NewDisposeScope();
        Tensor below = target.IsBelow(0);
        target.Set_(1.0).SetWhere_(below, -1);
    }

    /// <inheritdoc/>
    public void Average(Tensor target, Tensor of)
    {
        ArgumentNullException.ThrowIfNull(of);
        Flush();
        using DisposeScope scope = NewDisposeScope();
        Write(target, of.to(float64));
    }

    /// <inheritdoc/>
    public void AverageProducts(Tensor target, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Flush();
        using DisposeScope scope = NewDisposeScope();
        Write(target, a.to(float64).mul(b.to(float64)));
    }

    /// <inheritdoc/>
    public void AddByNormRatio(Tensor target, double weight, Tensor direction, Tensor numerator, Tensor denominator, int power)
    {
        Flush();
        if (kernels?.TryAddByNorms(target, weight, direction, numerator, denominator, power) == true)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor below = SquaredNorms(denominator);
        Tensor ratio = SquaredNorms(numerator).div_(below);
        if (power == 1)
        {
            ratio.sqrt_();
        }

        // A row whose denominator is 0 is left alone.
        Tensor factor = ratio.Times_(weight).SetWhere_(below.Is(0), 0);
        target.PlusProduct_(direction, factor.to(Type));
    }

    /// <summary>Disposes of all states that were allocated.</summary>
    public void Dispose()
    {
        ahead?.Dispose();
        host?.Dispose();
        one.Dispose();
        owned.ForEach(state => state.Dispose());
        owned.Clear();
        measurements.ForEach(measured => measured.Dispose());
        measurements.Clear();
    }

    // Each row's mean, in all its numbers.
    private static void Write(Tensor target, Tensor wide) => target.copy_(wide.mean([1], keepdim: true).expand_as(target));

    private void Done()
    {
        if (!PutsOff)
        {
            Flush();
        }
    }

    // Where a kernel makes the normals, no others are kept; its target is contiguous but for what a score's author did.
    private bool DrawsItself(Tensor target)
    {
        if (walk is null || host is not null)
        {
            return false;
        }

        if (!target.is_contiguous())
        {
            Flush();
            using Tensor plain = target.contiguous();
            target.set_(plain);
        }

        return true;
    }

    // In double, as on the CPU: squares of large floats do not overflow.
    private static Tensor SquaredNorms(Tensor state)
    {
        Tensor wide = state.to(float64);
        return wide.mul(wide).sum(1, keepdim: true);
    }

    // Unscaled from the device, scaled from the host.
    private Tensor Normals(double scale, NoiseKey key)
    {
        if (ahead is not null)
        {
            return ahead.Draw(key);
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
