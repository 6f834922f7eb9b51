using System.Runtime.InteropServices;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Describing;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Scripts;

/// <summary>
/// A network in a TorchScript file with its description, ready to be asked. The file does not tell its inputs' names, so that they go by place: the samples, the noise
/// level where one is told, the class where there are any, then the inputs held fixed in the order of the description.
/// </summary>
/// <remarks>For one thread. It computes in the type of its first weights, float or double; states of the other type are converted.</remarks>
public sealed class TorchScriptNetwork : IDisposable
{
    private const int TrialRows = 2;

    private readonly jit.ScriptModule module;
    private readonly Tensor[] held;
    private readonly Tensor[] twins;
    private readonly int channels;

    private TorchScriptNetwork(string path, NetworkDescription description, Device device)
    {
        (File, Description, Device) = (path, description, device);
        ScriptArchive.Check(path);
        Shape = description.Shape ?? throw new NetworkFileException(path, "does not tell the shape of a sample, as no TorchScript file does; add \"shape\" to its description.");
        Dimension = SampleShape.Dimension(Shape, path);
        channels = Image is { } image && !description.ChannelsLast ? image.Channels : 1;
        if (description.Time is null)
        {
            throw new NetworkFileException(path, $"is told the noise level, but the description does not say how: add \"time\", one of {string.Join(", ", ConventionWords.Times.Keys)}.");
        }

        module = Loaded(path);
        held = [];
        twins = [];
        try
        {
            module.to(device);
            module.eval();
            Type = TypeOf(module);
            held = [.. description.Fixed.Select(Read)];
            twins = [.. description.Fixed.Select((pair, i) => description.FixedUnconditional.TryGetValue(pair.Key, out string? twin) ? Read(new(pair.Key, twin)) : held[i].alias())];
            Try();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The conventions.</summary>
    public NetworkDescription Description { get; }

    /// <summary>The shape of a sample as the network takes it, without the batch.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>The shape of pictures of this program, channels last; null of samples that are none.</summary>
    public ImageShape? Image => SampleShape.Image(Shape, Description.ChannelsLast);

    /// <summary>Whether it has an answer for samples without a class or prompt.</summary>
    public bool KnowsUnlabelled => Description.KnowsUnlabelled;

    /// <summary>In what it computes.</summary>
    public ScalarType Type { get; }

    /// <summary>Where it computes.</summary>
    public Device Device { get; }

    /// <summary>Whether the noise level is told as a whole number: as the description says, else where it is an index.</summary>
    public bool TimeIsWhole => Description.TimeIsWhole ?? Description.Time is TimeKind.Index or TimeKind.IndexFromOne;

    /// <summary>Opens a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="description">Its conventions; null reads NAME.json beside it.</param>
    /// <param name="device">Where it computes; the CPU where null.</param>
    /// <exception cref="NetworkFileException">The file or the description is missing, damaged, or they contradict each other.</exception>
    public static TorchScriptNetwork Load(string path, NetworkDescription? description = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!System.IO.File.Exists(path))
        {
            throw new NetworkFileException(path, "there is no such file.");
        }

        return new(path, description ?? DescriptionFile.Read(DescriptionFile.Beside(path)), device ?? CPU);
    }

    /// <summary>The number that the network is told at a level.</summary>
    internal double TimeOf(Processes.NoiseLevel level)
    {
        double time = Description.TimeScale * Preconditioning.TimeOf(Description.Time!.Value, Description.Indices, level);
        return TimeIsWhole ? Math.Round(time) : time;
    }

    /// <summary>What the network says, [rows, dimension] as the program has it, and the second half of its channels where these are variances.</summary>
    /// <param name="x">The network's input, [rows, dimension] as the program has it.</param>
    /// <param name="time">The number that is told.</param>
    /// <param name="labels">[rows], the index of "no class" for none; null without classes.</param>
    /// <param name="isConditional">Whether the fixed inputs are those of the prompt and not their twins.</param>
    /// <exception cref="NetworkFileException">libtorch refuses, or the output has another shape.</exception>
    internal (Tensor Output, Tensor? Variance) Ask(Tensor x, Tensor? time, Tensor? labels, bool isConditional)
    {
        long rows = x.shape[0];
        var inputs = new List<object> { Laid(x.to(Type)) };
        if (time is not null)
        {
            inputs.Add(time.expand(rows));
        }

        if (labels is not null)
        {
            inputs.Add(Description.OneHot ? nn.functional.one_hot(labels, Description.Classes + 1).narrow(1, 0, Description.Classes).to(Type) : labels);
        }

        foreach (Tensor value in isConditional ? held : twins)
        {
            inputs.Add(value.expand([rows, .. value.shape[1..]]));
        }

        object answer;
        try
        {
            answer = module.call([.. inputs]);
        }
        catch (Exception bad) when (bad is ExternalException or InvalidOperationException or NotImplementedException)
        {
            throw new NetworkFileException(File, $"failed while it was evaluated: {Sentence(bad)}", bad);
        }

        if (answer is not Tensor output)
        {
            throw new NetworkFileException(File, "gives something else than one tensor.");
        }

        int axis = Description.ChannelsLast ? Shape.Count : 1;
        long[] wanted = [rows, .. Shape.Select(static length => (long)length)];
        wanted[axis] *= Description.LearnedVariances ? 2 : 1;
        if (!output.shape.SequenceEqual(wanted) || !output.is_floating_point())
        {
            bool isDouble = !Description.LearnedVariances && output.shape.Length == wanted.Length && output.shape[axis] == 2 * wanted[axis];
            throw new NetworkFileException(
                File,
                $"gives {output.dtype.ToString().ToLowerInvariant()}[{string.Join(", ", output.shape)}] for {rows} samples of [{string.Join(", ", Shape)}]{(isDouble ? "; if the second half are variances, add \"learnedVariances\": true" : "")}.");
        }

        if (!Description.LearnedVariances)
        {
            return (Flat(output), null);
        }

        Tensor[] halves = output.chunk(2, axis);
        return (Flat(halves[0]), Flat(halves[1]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in held.Concat(twins))
        {
            tensor.Dispose();
        }

        module?.Dispose();
    }

    private static jit.ScriptModule Loaded(string path)
    {
        try
        {
            return jit.load(path);
        }
        catch (Exception bad) when (bad is ExternalException or InvalidOperationException or NotImplementedException or ArgumentException)
        {
            throw new NetworkFileException(path, $"is not taken by libtorch: {Sentence(bad)}", bad);
        }
    }

    // The last line of libtorch's own trace says what went wrong; those before it say where in the file's code.
    private static string Sentence(Exception bad)
    {
        string[] lines = bad.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string line = lines.LastOrDefault(static line => line.Contains("Error:", StringComparison.Ordinal) && !line.StartsWith("frame #", StringComparison.Ordinal)) ?? (lines.Length > 0 ? lines[0] : "no reason is given");
        return $"{Excerpt.Of(line).TrimEnd('.')}.";
    }

    private static ScalarType TypeOf(jit.ScriptModule module)
    {
        ScalarType type = module.parameters().Concat(module.buffers()).Select(static tensor => tensor.dtype)
            .FirstOrDefault(static type => type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16, ScalarType.Float32);
        return type;
    }

    private Tensor Read(KeyValuePair<string, string> named)
    {
        string path = OwnFolder.PathOf(File, named.Value, $"holds {Excerpt.Of(named.Key)} fixed by");
        NpyArray array = NpyFile.Load(path);
        long[] shape = [.. array.Shape.Select(static length => (long)length)];
        using IDisposable noGradients = no_grad();
        return tensor(array.Values, shape.Length > 0 && shape[0] == 1 ? shape : [1, .. shape], Type, Device).DetachFromDisposeScope();
    }

    // As the network takes it: this program has the channels of pictures last.
    private Tensor Laid(Tensor x) => channels != 1 && Image is { } image
        ? x.reshape(x.shape[0], image.Height, image.Width, image.Channels).permute(0, 3, 1, 2).contiguous()
        : x.reshape([x.shape[0], .. Shape.Select(static length => (long)length)]);

    private Tensor Flat(Tensor y) => (channels == 1 ? y : y.permute(0, 2, 3, 1)).reshape(y.shape[0], Dimension);

    // Two rows of zeros show whether inputs and output are those of the description.
    private void Try()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor? labels = Description.Classes > 0 ? zeros(TrialRows, int64, Device) : null;
        Tensor? time = Description.Time == TimeKind.None ? null : Told(TimeOf(Description.Process.At(Description.Range.Maximum)));
        Ask(zeros(TrialRows, Dimension, Type, Device), time, labels, isConditional: true);
    }

    /// <summary>The number that is told as a tensor of one.</summary>
    internal Tensor Told(double time) => TimeIsWhole
        ? tensor([(long)time], int64, Device)
        : tensor([time], Type, Device);
}
