using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Metrics;
using ScoreSde.Onnx.Networks;

namespace ScoreSde.Onnx.Judging;

/// <summary>
/// A network in an ONNX file whose output is features of its input: with an Inception file the Fréchet distance of features is FID. What is to be done to a picture first,
/// resizing and repeated channels say, is in the graph; a NAME.json beside it may say shift, scale and layout: docs/networks.md.
/// </summary>
public sealed class FeatureNetwork : IFeatureMap, IDisposable
{
    private const int MostRowsAtOnce = 64;
    private const long MostNumbersAtOnce = 1 << 22;

    private readonly InferenceSession session;
    private readonly SessionOptions options;
    private readonly string path;
    private readonly Slot input;
    private readonly Slot output;
    private readonly bool channelsLast;
    private readonly DataScaling scaling;
    private readonly ImageShape? image;
    private readonly int rowsAtOnce;

    private FeatureNetwork(string path, int dimension, ImageShape? image)
    {
        this.path = path;
        this.image = image;
        Dimension = dimension;
        (channelsLast, scaling, string? inputName, string? outputName) = Words(path);
        (session, options) = OnnxNetwork.Opened(path, Environment.ProcessorCount);
        try
        {
            if (session.InputMetadata.Count > 1)
            {
                throw new NetworkFileException(path, $"has {session.InputMetadata.Count} inputs; a network of features has one.");
            }

            input = Chosen([.. session.InputMetadata.Select(Slot.Of)], inputName, "input", path);
            output = Chosen([.. session.OutputMetadata.Select(Slot.Of)], outputName, "output", path);
            foreach (Slot slot in new[] { input, output })
            {
                if (slot.Type is not (TensorElementType.Float or TensorElementType.Double))
                {
                    throw new NetworkFileException(path, $"has {slot}; float32 or float64 numbers are taken there.");
                }
            }

            int[] given = Shape();
            int[] declared = [.. input.Lengths.Skip(1)];
            if (declared.Length != given.Length || declared.Zip(given).Any(static pair => pair.First > 0 && pair.First != pair.Second))
            {
                throw new NetworkFileException(path, $"takes {input}, which does not fit samples of [{string.Join(", ", given)}]; resizing and repeated channels belong into its graph.");
            }

            rowsAtOnce = input.Lengths[0] > 0 ? input.Lengths[0] : (int)Math.Clamp(MostNumbersAtOnce / dimension, 1, MostRowsAtOnce);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name => Path.GetFileName(path);

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <summary>Opens a network for samples of a shape.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="dimension">Numbers in a sample.</param>
    /// <param name="image">The shape of samples that are pictures, channels last.</param>
    /// <exception cref="NetworkFileException">It is missing, damaged, or does not fit the samples.</exception>
    public static FeatureNetwork Load(string path, int dimension, ImageShape? image)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path, dimension, image);
    }

    /// <inheritdoc/>
    /// <exception cref="NetworkFileException">ONNX Runtime refuses, or the features have another shape or are not finite.</exception>
    public Samples Of(Samples samples)
    {
        if (samples.Dimension != Dimension)
        {
            throw new ArgumentException($"Samples of {samples.Dimension} numbers have no features in a network for {Dimension}.", nameof(samples));
        }

        float[]? features = null;
        int width = 0;
        for (int first = 0; first < samples.Count; first += rowsAtOnce)
        {
            int rows = Math.Min(rowsAtOnce, samples.Count - first);
            float[] some = Ask(samples, first, rows, out int numbers);
            features ??= new float[checked(samples.Count * (width = numbers))];
            if (numbers != width)
            {
                throw new NetworkFileException(path, $"gives {numbers} features for some rows and {width} for others.");
            }

            some.AsSpan(0, rows * width).CopyTo(features.AsSpan(first * width));
        }

        return features!.All(float.IsFinite) ? new Samples(features!, width) : throw new NetworkFileException(path, "gives features that are not finite.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session?.Dispose();
        options?.Dispose();
    }

    private static Slot Chosen(Slot[] slots, string? name, string kind, string path) =>
        name is not null ? slots.FirstOrDefault(slot => slot.Name == name) ?? throw new NetworkFileException(path, $"has no {kind} \"{Excerpt.Of(name)}\", which its description names; it has {string.Join("; ", (object[])slots)}.")
        : slots.Length == 1 ? slots[0]
        : throw new NetworkFileException(path, $"has {slots.Length} {kind}s; add \"{kind}\" to {Path.GetFileName(DescriptionFile.Beside(path))}, one of {string.Join("; ", (object[])slots)}.");

    private static (bool ChannelsLast, DataScaling Scaling, string? Input, string? Output) Words(string path)
    {
        string beside = DescriptionFile.Beside(path);
        if (!File.Exists(beside))
        {
            return (false, DataScaling.Identity, null, null);
        }

        return JsonFile.Read(beside, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }, root =>
        {
            var words = new JsonWords(root, beside, "");
            words.Text("comment");
            bool isLast = words.Text("layout") switch { null or "chw" => false, "hwc" => true, { } other => throw words.Fault($"\"layout\" is \"{Excerpt.Of(other)}\"; it must be chw or hwc.") };
            double scale = words.Real("dataScale") ?? 1;
            var scaling = new DataScaling(words.Real("dataShift") ?? 0, scale > 0 ? scale : throw words.Fault("\"dataScale\" must be greater than 0."));
            (string? input, string? output) = (words.Text("input"), words.Text("output"));
            words.RefuseOthers();
            return (isLast, scaling, input, output);
        });
    }

    private int[] Shape() => image is not { } picture || input.Lengths.Count == 2 ? [Dimension]
        : channelsLast ? [picture.Height, picture.Width, picture.Channels]
        : [picture.Channels, picture.Height, picture.Width];

    private float[] Ask(Samples samples, int first, int rows, out int numbers)
    {
        int given = input.Lengths[0] > 0 ? rowsAtOnce : rows;
        long[] shape = [given, .. Shape().Select(static length => (long)length)];
        float[] x = Laid(samples, first, rows, given);
        try
        {
            using OrtValue value = input.Type == TensorElementType.Float
                ? OrtValue.CreateTensorValueFromMemory(x, shape)
                : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(x, static number => (double)number), shape);
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> answers = session.Run(run, [input.Name], [value], [output.Name]);
            long[] found = answers[0].GetTensorTypeAndShape().Shape;
            if (found.Length < 2 || found[0] != given || found.Skip(2).Any(static length => length != 1))
            {
                throw new NetworkFileException(path, $"gives [{string.Join(", ", found)}] for {given} samples; a row of features for each is what is taken.");
            }

            numbers = checked((int)found[1]);
            return output.Type == TensorElementType.Float
                ? answers[0].GetTensorDataAsSpan<float>().ToArray()
                : Array.ConvertAll(answers[0].GetTensorDataAsSpan<double>().ToArray(), static number => (float)number);
        }
        catch (OnnxRuntimeException bad)
        {
            throw new NetworkFileException(path, $"failed while it was evaluated: {OnnxNetwork.Sentence(bad)}", bad);
        }
    }

    // Rows as the network takes them; a batch that is fixed is filled up with zeros.
    private float[] Laid(Samples samples, int first, int rows, int given)
    {
        var x = new float[given * Dimension];
        (int channels, int pixels) = image is { } picture && input.Lengths.Count > 2 && !channelsLast ? (picture.Channels, picture.Height * picture.Width) : (1, Dimension);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = samples[first + row];
            for (int i = 0; i < Dimension; i++)
            {
                x[(row * Dimension) + (i % channels * pixels) + (i / channels)] = (float)((from[i] - scaling.Shift) / scaling.Scale);
            }
        }

        return x;
    }
}
