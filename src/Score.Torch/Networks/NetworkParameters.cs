using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Networks;

/// <summary>
/// The weights of a network in one flat tensor and as views of it, so that an optimiser works on all of them in a few launches.
/// </summary>
internal sealed class NetworkParameters : IDisposable
{
    private readonly Dictionary<string, Tensor> byName = new(StringComparer.Ordinal);

    public NetworkParameters(IReadOnlyList<(string Name, int[] Shape)> entries, ScalarType type, Device device)
    {
        Entries = entries;
        Lengths = [.. entries.Select(entry => entry.Shape.Aggregate(1L, (product, extent) => checked(product * extent)))];
        Flat = zeros(Lengths.Sum(), type, device).DetachFromDisposeScope();
        Views = [.. Slices(Flat)];
        for (int i = 0; i < entries.Count; i++)
        {
            byName.Add(entries[i].Name, Views[i]);
        }
    }

    /// <summary>Names and shapes, in the order of the flat tensor.</summary>
    public IReadOnlyList<(string Name, int[] Shape)> Entries { get; }

    /// <summary>Numbers in each.</summary>
    public long[] Lengths { get; }

    /// <summary>All weights, one after the other.</summary>
    public Tensor Flat { get; }

    /// <summary>The parameters: they share the memory of <see cref="Flat"/>.</summary>
    public Tensor[] Views { get; }

    public Tensor this[string name] => byName[name];

    /// <summary>Writes the weights of all parameters, in their order.</summary>
    public void Write(IEnumerable<float[]> values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Flat.copy_(tensor(values.SelectMany(array => array).ToArray()));
    }

    /// <summary>Writes the weights of all parameters, in their order.</summary>
    public void Write(IEnumerable<double[]> values)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Flat.copy_(tensor(values.SelectMany(array => array).ToArray()));
    }

    /// <summary>A flat tensor of this length as arrays, one for each parameter.</summary>
    public float[][] Read(Tensor flat)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor here = flat.detach().to(float32).cpu();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(here.bytes);
        var arrays = new float[Lengths.Length][];
        int offset = 0;
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = values.Slice(offset, (int)Lengths[i]).ToArray();
            offset += (int)Lengths[i];
        }

        return arrays;
    }

    /// <summary>Asks for gradients, or leaves off asking.</summary>
    public void RequireGradients(bool require)
    {
        foreach (Tensor view in Views)
        {
            view.requires_grad = require;
        }
    }

    public void Dispose()
    {
        foreach (Tensor view in Views)
        {
            view.Dispose();
        }

        Flat.Dispose();
    }

    // Leaves of their own for the gradient, not results of slicing.
    private IEnumerable<Tensor> Slices(Tensor flat)
    {
        long offset = 0;
        for (int i = 0; i < Lengths.Length; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            long[] shape = Array.ConvertAll(Entries[i].Shape, extent => (long)extent);
            yield return flat.narrow(0, offset, Lengths[i]).view(shape).detach().DetachFromDisposeScope();
            offset += Lengths[i];
        }
    }
}
