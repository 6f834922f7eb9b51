using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Describing;
using ScoreSde.Onnx.Export;

namespace ScoreSde.Onnx.Networks;

/// <summary>A network in an ONNX file with its description, ready to be asked. One session serves all worker threads.</summary>
/// <remarks>ONNX Runtime's own threads wait without spinning and are shared by all callers: docs/decisions/0033.</remarks>
public sealed class OnnxNetwork : IDisposable
{
    private const long MostRowNumbers = 1 << 16;
    private const int MostRows = 64;

    // The graph with its weights is read once to be checked and once by the runtime, which also packs them for its kernels.
    private const double CopiesOfGraph = 3;

    // What a U-Net has of a picture on its way, in maps of its first level: measured, since the runtime does not tell.
    private const double MapsOfPicture = 10;

    private double graphBytes;
    private double rowBytes;
    private static readonly Lazy<OrtEnv> SilentRuntime = new(MakeSilent);
    private readonly SessionOptions options;
    private readonly InferenceSession session;

    private OnnxNetwork(string path, Func<SessionOptions, InferenceSession> open, NetworkDescription description, int threads)
    {
        File = path;
        Description = description;
        (session, options) = Opened(path, open, threads > 0 ? threads : Environment.ProcessorCount);

        try
        {
            Roles = SlotRoles.Of(session, description, path);
            Dimension = SampleShape.Dimension(Roles.Shape, path);
            IsPicture = Roles.Shape.Count == 3;
            RowsAtOnce = Roles.Sample.Lengths[0] > 0 ? Roles.Sample.Lengths[0] : description.Batch ?? (int)Math.Clamp(MostRowNumbers / Dimension, 1, MostRows);
            FixedValues = [.. Roles.Fixed.Select(slot => Loaded(slot, description.Fixed[slot.Name]))];
            FixedUnconditional = [.. Roles.Fixed.Select((slot, i) => description.FixedUnconditional.TryGetValue(slot.Name, out string? twin) ? Loaded(slot, twin) : FixedValues[i])];
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

    /// <summary>Which input is which.</summary>
    public SlotRoles Roles { get; }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>Whether samples are pictures.</summary>
    public bool IsPicture { get; }

    /// <summary>The shape of pictures of this program, channels last; null of samples that are none.</summary>
    public ImageShape? Image => SampleShape.Image(Roles.Shape, Description.ChannelsLast);

    /// <summary>Whether it has an answer for samples without a class or prompt.</summary>
    public bool KnowsUnlabelled => Description.KnowsUnlabelled;

    /// <summary>
    /// The step in units of σ at which differences of its answers say most of its Jacobian: near the cube root of its numbers' rounding. Null of float16, whose
    /// rounding would be most of any difference.
    /// </summary>
    public double? DifferenceStep => new[] { Roles.Sample.Type, Roles.Output.Type } switch
    {
        [TensorElementType.Float16, _] or [_, TensorElementType.Float16] => null,
        [TensorElementType.Double, TensorElementType.Double] => 2e-5,
        _ => 1e-2,
    };

    /// <summary>The most rows that are given to the network at once; all rows of a file whose batch is fixed.</summary>
    public int RowsAtOnce { get; }

    /// <summary>Whether the file fixes its batch, so that a shorter one is filled up.</summary>
    internal bool BatchIsFixed => Roles.Sample.Lengths[0] > 0;

    internal IReadOnlyList<float[]> FixedValues { get; } = [];

    internal IReadOnlyList<float[]> FixedUnconditional { get; } = [];

    internal InferenceSession Session => session;

    /// <summary>Opens a network.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="description">Its conventions; null reads NAME.json beside it.</param>
    /// <param name="threads">Threads of ONNX Runtime; 0 for one for each processor.</param>
    /// <exception cref="NetworkFileException">The file or the description is missing, damaged, or they contradict each other.</exception>
    public static OnnxNetwork Load(string path, NetworkDescription? description = null, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!System.IO.File.Exists(path))
        {
            throw new NetworkFileException(path, "there is no such file.");
        }

        NetworkDescription conventions = description ?? DescriptionFile.Read(DescriptionFile.Beside(path));
        RefuseTooLarge(path);
        ExternalFiles.Check(path);
        return new(path, options => new InferenceSession(path, options), conventions, threads) { graphBytes = new FileInfo(path).Length };
    }

    /// <summary>A U-Net of this program on ONNX Runtime, without a file: the graph that <see cref="OnnxExport"/> writes.</summary>
    /// <param name="checkpoint">The network.</param>
    /// <param name="name">Names it in messages.</param>
    /// <param name="isDouble">Whether it is evaluated in float64; in float32 otherwise.</param>
    /// <param name="threads">Threads of ONNX Runtime; 0 for one for each processor.</param>
    /// <exception cref="NetworkFileException">ONNX Runtime does not load here.</exception>
    public static OnnxNetwork Of(UNetCheckpoint checkpoint, string name, bool isDouble = false, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(name);
        byte[] graph = UNetGraph.Of(checkpoint, isDouble ? WeightFormat.Bits64 : WeightFormat.Bits32);
        ImageShape image = checkpoint.Network.Image;
        return new(name, options => new InferenceSession(graph, options), OnnxExport.Describe(checkpoint), threads)
        {
            graphBytes = graph.Length,
            rowBytes = MapsOfPicture * image.Height * image.Width * checkpoint.Network.Channels * (isDouble ? sizeof(double) : sizeof(float)),
        };
    }

    /// <summary>About how many bytes it takes: its weights, and for a U-Net of this program what so many rows leave on their way; of another file that is ONNX Runtime's to know.</summary>
    /// <param name="rows">Rows that all threads together ask about at once.</param>
    public double BytesFor(int rows) => (CopiesOfGraph * graphBytes) + (rowBytes * rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        session?.Dispose();
        options?.Dispose();
    }

    private static void RefuseTooLarge(string path)
    {
        double needed = CopiesOfGraph * new FileInfo(path).Length;
        long there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (there > 0 && needed > there)
        {
            throw new NetworkFileException(path, $"needs about {needed / 1e9:G3} GB of memory to be opened, and there are {there / 1e9:G3} GB.");
        }
    }

    /// <summary>A session on a file, whose weights are in it or beside it.</summary>
    /// <exception cref="NetworkFileException">The file is missing or damaged, or ONNX Runtime does not take it.</exception>
    internal static (InferenceSession Session, SessionOptions Options) Opened(string path, int threads)
    {
        RefuseTooLarge(path);
        ExternalFiles.Check(path);
        return Opened(path, options => new InferenceSession(path, options), threads);
    }

    private static (InferenceSession Session, SessionOptions Options) Opened(string path, Func<SessionOptions, InferenceSession> open, int threads)
    {
        SessionOptions options = Options(path, threads);
        try
        {
            return (open(options), options);
        }
        catch (OnnxRuntimeException bad)
        {
            options.Dispose();
            throw new NetworkFileException(path, $"is not taken by ONNX Runtime: {Sentence(bad)}", bad);
        }
    }

    internal static string Sentence(OnnxRuntimeException bad)
    {
        string line = bad.Message.ReplaceLineEndings(" ").Trim();
        int start = line.StartsWith("[ErrorCode:", StringComparison.Ordinal) ? line.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        return Excerpt.Of(line[start..].Trim());
    }

    private static OrtEnv MakeSilent()
    {
        var silent = new EnvironmentCreationOptions { logId = nameof(ScoreSde), logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        return OrtEnv.CreateInstanceWithOptions(ref silent);
    }

    private static SessionOptions Options(string path, int threads)
    {
        try
        {
            // A message of the runtime's own would stand on stderr beside ours.
            _ = OrtEnv.IsCreated ? null : SilentRuntime.Value;
            var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            if (OnnxBuild.HasCuda)
            {
                options.AppendExecutionProvider_CUDA(0);
            }

            return options;
        }
        catch (OnnxRuntimeException missing)
        {
            throw new NetworkFileException(
                path, $"cannot be opened on a GPU, for which this program was built (-p:Onnx=cuda): CUDA 13, cuDNN 9 or the card is missing ({Sentence(missing)}). A build without -p:Onnx evaluates on the CPU.", missing);
        }
        catch (Exception missing) when (missing is DllNotFoundException or TypeInitializationException)
        {
            throw new NetworkFileException(path, $"cannot be opened: ONNX Runtime does not load here ({Excerpt.Of((missing.InnerException ?? missing).Message)}).", missing);
        }
    }

    // One row of the input, or one for every sample.
    private float[] Loaded(Slot slot, string name)
    {
        string path = OwnFolder.PathOf(File, name, $"holds {Excerpt.Of(slot.Name)} fixed by");
        NpyArray array = NpyFile.Load(path);
        int[] open = [.. slot.Lengths.Skip(1)];
        int[] given = array.Shape.Count == slot.Lengths.Count && array.Shape[0] == 1 ? [.. array.Shape.Skip(1)] : [.. array.Shape];
        if (!slot.IsReal || given.Length != open.Length || given.Zip(open).Any(static pair => pair.Second > 0 && pair.First != pair.Second))
        {
            throw new NetworkFileException(path, $"holds [{string.Join(", ", array.Shape)}], which does not fit the input {slot}.");
        }

        FixedShapes[slot.Name] = given;
        return array.Values;
    }

    internal Dictionary<string, int[]> FixedShapes { get; } = new(StringComparer.Ordinal);
}
