using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ScoreSde.Describing;

namespace ScoreSde.Onnx.Networks;

/// <summary>The memory of one evaluation, bound to the network's inputs and output once for each number of rows.</summary>
internal sealed unsafe class OnnxBuffers : IDisposable
{
    // A run has a whole tile and a last one; methods with steps of each row's own have any number.
    private const int MostBindings = 128;
    private readonly OnnxNetwork network;
    private readonly byte[] sample;
    private readonly byte[] time;
    private readonly byte[] label;
    private readonly byte[] output;
    private readonly byte[][] held;
    private readonly RunOptions options = new();
    private readonly Dictionary<int, Binding> bindings = [];

    public OnnxBuffers(OnnxNetwork network)
    {
        this.network = network;
        SlotRoles roles = network.Roles;
        int rows = network.RowsAtOnce;
        sample = Pinned(rows * network.Dimension, roles.Sample);
        output = Pinned(rows * network.Dimension * (network.Description.LearnedVariances ? 2 : 1), roles.Output);
        time = roles.Time is { } told ? Pinned(rows, told) : [];
        label = roles.Class is { } kind ? Pinned(rows * (network.Description.OneHot ? network.Description.Classes : 1), kind) : [];
        held = [.. roles.Fixed.Select((slot, i) => Pinned(rows * network.FixedValues[i].Length, slot))];
    }

    /// <summary>The samples' numbers.</summary>
    public Span<TNumber> Sample<TNumber>()
        where TNumber : unmanaged => MemoryMarshal.Cast<byte, TNumber>(sample.AsSpan());

    /// <summary>The output's numbers.</summary>
    public ReadOnlySpan<TNumber> Output<TNumber>()
        where TNumber : unmanaged => MemoryMarshal.Cast<byte, TNumber>(output.AsSpan());

    /// <summary>Writes the time of every row.</summary>
    public void WriteTime(double value) => Fill(time, network.Roles.Time!.Type, 0, time.Length / network.Roles.Time.Bytes, value);

    /// <summary>Writes the class of a row, −1 for none.</summary>
    public void WriteClass(int row, int value)
    {
        Slot slot = network.Roles.Class!;
        if (!network.Description.OneHot)
        {
            Fill(label, slot.Type, row, 1, value < 0 ? network.Description.NoClass!.Value : value);
            return;
        }

        int classes = network.Description.Classes;
        Fill(label, slot.Type, row * classes, classes, 0);
        if (value >= 0)
        {
            Fill(label, slot.Type, (row * classes) + value, 1, 1);
        }
    }

    /// <summary>Writes the inputs held fixed of a row.</summary>
    public void WriteFixed(int row, bool isConditional)
    {
        for (int i = 0; i < held.Length; i++)
        {
            float[] values = (isConditional ? network.FixedValues : network.FixedUnconditional)[i];
            Slot slot = network.Roles.Fixed[i];
            for (int j = 0; j < values.Length; j++)
            {
                Fill(held[i], slot.Type, (row * values.Length) + j, 1, values[j]);
            }
        }
    }

    /// <summary>Asks the network for the first rows.</summary>
    /// <exception cref="NetworkFileException">ONNX Runtime refuses, for example an output of another shape.</exception>
    public void Run(int rows)
    {
        rows = network.BatchIsFixed ? network.RowsAtOnce : rows;
        try
        {
            if (!bindings.TryGetValue(rows, out Binding? binding))
            {
                if (bindings.Count >= MostBindings)
                {
                    Release();
                }

                binding = Bind(rows);
                bindings.Add(rows, binding);
            }

            network.Session.RunWithBinding(options, binding.Bound);
        }
        catch (OnnxRuntimeException bad)
        {
            throw new NetworkFileException(network.File, $"failed while it was evaluated: {OnnxNetwork.Sentence(bad)}", bad);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        options.Dispose();
    }

    private static byte[] Pinned(int numbers, Slot slot) => GC.AllocateArray<byte>(checked(numbers * slot.Bytes), pinned: true);

    private static void Fill(byte[] target, TensorElementType type, int first, int count, double value)
    {
        switch (type)
        {
            case TensorElementType.Float:
                MemoryMarshal.Cast<byte, float>(target.AsSpan()).Slice(first, count).Fill((float)value);
                break;
            case TensorElementType.Double:
                MemoryMarshal.Cast<byte, double>(target.AsSpan()).Slice(first, count).Fill(value);
                break;
            case TensorElementType.Float16:
                MemoryMarshal.Cast<byte, Half>(target.AsSpan()).Slice(first, count).Fill((Half)value);
                break;
            case TensorElementType.Int32:
                MemoryMarshal.Cast<byte, int>(target.AsSpan()).Slice(first, count).Fill((int)Math.Round(value));
                break;
            default:
                MemoryMarshal.Cast<byte, long>(target.AsSpan()).Slice(first, count).Fill((long)Math.Round(value));
                break;
        }
    }

    private Binding Bind(int rows)
    {
        SlotRoles roles = network.Roles;
        var binding = new Binding(network.Session.CreateIoBinding());
        long[] shape = [rows, .. roles.Shape.Select(static length => (long)length)];
        binding.Input(roles.Sample, sample, shape);
        if (roles.Time is { } told)
        {
            binding.Input(told, time, told.Lengths.Count == 0 ? [] : [told.Lengths[0] == 1 ? 1 : rows, .. told.Lengths.Skip(1).Select(static _ => 1L)]);
        }

        if (roles.Class is { } kind)
        {
            binding.Input(kind, label, kind.Lengths.Count == 1 ? [rows] : [rows, network.Description.OneHot ? network.Description.Classes : 1]);
        }

        for (int i = 0; i < held.Length; i++)
        {
            binding.Input(roles.Fixed[i], held[i], [rows, .. network.FixedShapes[roles.Fixed[i].Name].Select(static length => (long)length)]);
        }

        if (network.Description.LearnedVariances)
        {
            shape[network.Description.ChannelsLast ? shape.Length - 1 : 1] *= 2;
        }

        binding.Output(roles.Output, output, shape);
        return binding;
    }

    private void Release()
    {
        foreach (Binding binding in bindings.Values)
        {
            binding.Dispose();
        }

        bindings.Clear();
    }

    private sealed class Binding(OrtIoBinding bound) : IDisposable
    {
        private readonly List<OrtValue> values = [];

        public OrtIoBinding Bound => bound;

        public void Input(Slot slot, byte[] memory, long[] shape) => bound.BindInput(slot.Name, Value(slot, memory, shape));

        public void Output(Slot slot, byte[] memory, long[] shape) => bound.BindOutput(slot.Name, Value(slot, memory, shape));

        public void Dispose()
        {
            bound.Dispose();
            values.ForEach(static value => value.Dispose());
        }

        private OrtValue Value(Slot slot, byte[] memory, long[] shape)
        {
            long bytes = shape.Aggregate(1L, static (a, b) => a * b) * slot.Bytes;
            nint address = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
            var value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, slot.Type, shape, address, bytes);
            values.Add(value);
            return value;
        }
    }
}
