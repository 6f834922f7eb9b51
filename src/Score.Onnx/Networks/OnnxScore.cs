using System.Collections.Concurrent;
using System.Numerics;
using Microsoft.ML.OnnxRuntime.Tensors;
using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Onnx.Networks;

/// <summary>A network from an ONNX file as a model of the noise: ε(x, level) = a x + b y(f x, time, class) with the factors of <see cref="Preconditioning"/>.</summary>
/// <remarks>
/// Thread-safe; without garbage once every thread has had its first evaluations. Pictures have their channels last in the program's rows, whatever the
/// network takes. Whether a row's bits depend on the rows beside it is ONNX Runtime's to say: docs/networks.md.
/// </remarks>
/// <typeparam name="T">float or double: in what the states are; the network's own numbers are those of its file.</typeparam>
public sealed class OnnxScore<T> : IToldScore<Tile<T>>, ILearnedVariance<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly OnnxNetwork network;
    private readonly Func<long, int>? labelOf;
    private readonly ConcurrentBag<OnnxBuffers> buffers = [];
    private readonly int channels;
    private readonly int pixels;

    /// <param name="network">The network; it is not disposed.</param>
    /// <param name="labelOf">The class of a sample by its index in the run, −1 for none (and for the unconditional twin of fixed inputs); null for none at all.</param>
    /// <exception cref="ArgumentException">A network with classes gets none and knows no samples without.</exception>
    public OnnxScore(OnnxNetwork network, Func<long, int>? labelOf = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (labelOf is null && !network.KnowsUnlabelled)
        {
            throw new ArgumentException("The network knows no samples without a class: its description has no \"noClass\".", nameof(labelOf));
        }

        this.network = network;
        this.labelOf = labelOf;
        channels = network.Image is { } image && !network.Description.ChannelsLast ? image.Channels : 1;
        pixels = network.Dimension / channels;
    }

    /// <inheritdoc/>
    public int Dimension => network.Dimension;

    /// <inheritdoc/>
    public TimeRange Range => network.Description.Range;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The output says nothing of ε at this level, or a label is no class.</exception>
    /// <exception cref="NetworkFileException">ONNX Runtime refuses.</exception>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon) => Ask(x, level, IsTold ? TimeOf(level) : 0, epsilon, null);

    /// <inheritdoc/>
    public void EvaluateTold(Tile<T> x, NoiseLevel level, double time, Tile<T> epsilon) => Ask(x, level, time, epsilon, null);

    /// <inheritdoc/>
    public bool OffersVariance => network.Description.LearnedVariances;

    /// <inheritdoc/>
    public bool TryEvaluateWithVariance(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T> variance)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        ArgumentNullException.ThrowIfNull(variance);
        if (!network.Description.LearnedVariances)
        {
            return false;
        }

        Ask(x, level, IsTold ? TimeOf(level) : 0, epsilon, variance);
        return true;
    }

    /// <inheritdoc/>
    public bool IsTold => network.Roles.Time is not null;

    /// <inheritdoc/>
    public double TimeOf(NoiseLevel level)
    {
        NetworkDescription conventions = network.Description;
        double time = conventions.TimeScale * Preconditioning.TimeOf(conventions.Time ?? TimeKind.None, conventions.Indices, level);
        return conventions.TimeIsWhole ?? network.Roles.Time is { IsReal: false } ? Math.Round(time) : time;
    }

    private void Ask(Tile<T> x, NoiseLevel level, double time, Tile<T> epsilon, Tile<T>? variance)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        NetworkDescription conventions = network.Description;
        Preconditioning factors = Preconditioning.Of(conventions.Output, conventions.Input, conventions.DataDeviation, level);
        if (!double.IsFinite(factors.InputFactor) || !double.IsFinite(factors.OnState) || !double.IsFinite(factors.OnOutput))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, $"A prediction of {conventions.Output} says nothing of ε at this level.");
        }

        OnnxBuffers memory = buffers.TryTake(out OnnxBuffers? idle) ? idle : new OnnxBuffers(network);
        if (network.Roles.Time is not null)
        {
            memory.WriteTime(time);
        }

        for (int first = 0; first < x.Rows; first += network.RowsAtOnce)
        {
            int rows = Math.Min(network.RowsAtOnce, x.Rows - first);
            Describe(memory, x.FirstSample + first, rows);
            Put(memory, x.Values.Slice(first * Dimension, rows * Dimension), factors.InputFactor);
            memory.Run(rows);
            Take(memory, x.Values.Slice(first * Dimension, rows * Dimension), factors, epsilon.Values.Slice(first * Dimension, rows * Dimension), isVariance: false);
            if (variance is not null)
            {
                Take(memory, [], new(1, 0, 1), variance.Values.Slice(first * Dimension, rows * Dimension), isVariance: true);
            }
        }

        buffers.Add(memory);
    }

    private void Describe(OnnxBuffers memory, long first, int rows)
    {
        if (network.Roles.Class is null && network.Roles.Fixed.Count == 0)
        {
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            int label = labelOf?.Invoke(first + row) ?? -1;
            if (network.Roles.Class is not null)
            {
                if (label >= network.Description.Classes || (label < 0 && !network.KnowsUnlabelled))
                {
                    throw new ArgumentOutOfRangeException(nameof(first), label, "A label is no class of the network.");
                }

                memory.WriteClass(row, label);
            }

            memory.WriteFixed(row, label >= 0 || labelOf is null);
        }
    }

    private void Put(OnnxBuffers memory, ReadOnlySpan<T> x, double factor)
    {
        switch (network.Roles.Sample.Type)
        {
            case TensorElementType.Float:
                Put(x, T.CreateTruncating(factor), memory.Sample<float>());
                break;
            case TensorElementType.Double:
                Put(x, T.CreateTruncating(factor), memory.Sample<double>());
                break;
            default:
                Put(x, T.CreateTruncating(factor), memory.Sample<Half>());
                break;
        }
    }

    private void Put<TNumber>(ReadOnlySpan<T> x, T factor, Span<TNumber> target)
        where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
    {
        if (channels == 1)
        {
            for (int i = 0; i < x.Length; i++)
            {
                target[i] = TNumber.CreateTruncating(factor * x[i]);
            }

            return;
        }

        for (int row = 0; row < x.Length; row += Dimension)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    target[row + (channel * pixels) + pixel] = TNumber.CreateTruncating(factor * x[row + (pixel * channels) + channel]);
                }
            }
        }
    }

    private void Take(OnnxBuffers memory, ReadOnlySpan<T> x, Preconditioning factors, Span<T> target, bool isVariance)
    {
        switch (network.Roles.Output.Type)
        {
            case TensorElementType.Float:
                Take(memory.Output<float>(), x, factors, target, isVariance);
                break;
            case TensorElementType.Double:
                Take(memory.Output<double>(), x, factors, target, isVariance);
                break;
            default:
                Take(memory.Output<Half>(), x, factors, target, isVariance);
                break;
        }
    }

    private void Take<TNumber>(ReadOnlySpan<TNumber> y, ReadOnlySpan<T> x, Preconditioning factors, Span<T> target, bool isVariance)
        where TNumber : unmanaged, IFloatingPointIeee754<TNumber>
    {
        T a = T.CreateTruncating(factors.OnState);
        T b = T.CreateTruncating(factors.OnOutput);
        bool isPlain = factors is { OnState: 0, OnOutput: 1 };

        // Learned variances: channels first, they are the second half of a sample's output; channels last, of a pixel's.
        int pieces = network.Description is { LearnedVariances: true, ChannelsLast: true } && network.Image is { } image ? image.Height * image.Width : 1;
        int piece = Dimension / pieces;
        int stride = network.Description.LearnedVariances ? 2 * piece : piece;
        int skipped = isVariance ? piece : 0;
        for (int i = 0; i < target.Length; i++)
        {
            int row = i / Dimension;
            int place = i - (row * Dimension);
            int there = channels == 1 ? place : (place % channels * pixels) + (place / channels);
            int part = there / piece;
            T value = T.CreateTruncating(y[(((row * pieces) + part) * stride) + skipped + there - (part * piece)]);
            target[i] = isPlain ? value : (a * x[i]) + (b * value);
        }
    }
}
