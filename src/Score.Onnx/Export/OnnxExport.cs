using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Onnx.Export;

/// <summary>Networks of this program as ONNX files, opset 17, batch open, with their description beside them.</summary>
public static class OnnxExport
{
    // The feature maps of one call, which a convolution reads and writes, are to stay in the second-level cache of a core.
    private const int CacheBytes = 3 << 19;
    private const int MostRows = 64;

    /// <summary>Writes NAME.onnx and NAME.json, both or neither.</summary>
    /// <param name="path">Where; ends in .onnx.</param>
    /// <param name="checkpoint">The network.</param>
    /// <param name="format">How its weights are kept.</param>
    /// <exception cref="DataFileException">A file cannot be written.</exception>
    /// <exception cref="NetworkFileException">The schedule has no name that tells all.</exception>
    public static void Write(string path, Checkpoint checkpoint, WeightFormat format = WeightFormat.Bits32) =>
        Write(path, PerceptronGraph.Of(Require.NotNull(checkpoint), format), Describe(checkpoint));

    /// <summary>The same of a U-Net. Weights, graph and description are all that is needed: libtorch is not asked.</summary>
    /// <param name="path">Where; ends in .onnx.</param>
    /// <param name="checkpoint">The network.</param>
    /// <param name="format">How its weights are kept.</param>
    /// <exception cref="DataFileException">A file cannot be written.</exception>
    /// <exception cref="NetworkFileException">The schedule has no name that tells all.</exception>
    public static void Write(string path, UNetCheckpoint checkpoint, WeightFormat format = WeightFormat.Bits32) =>
        Write(path, UNetGraph.Of(Require.NotNull(checkpoint), format), Describe(checkpoint));

    /// <summary>The conventions of a network of this program: told λ, in the state as the process has it.</summary>
    public static NetworkDescription Describe(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Describe(checkpoint.Process, checkpoint.Parametrisation, checkpoint.Data, checkpoint.KnowsUnlabelled, checkpoint.Range) with
        {
            LearnedVariances = checkpoint.Network.Settings.LearnsVariance,
        };
    }

    /// <summary>The same of a U-Net, with the rows at once whose feature maps stay in a processor's cache.</summary>
    public static NetworkDescription Describe(UNetCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ImageShape image = checkpoint.Network.Image;
        int widest = checkpoint.Layout.Up[^1].Blocks.Max(block => checkpoint.Layout.Entries.Single(entry => entry.Name == $"{block.Name}.conv1.weight").Shape[1]);
        long rows = CacheBytes / ((long)sizeof(float) * image.Height * image.Width * widest);
        return Describe(checkpoint.Process, checkpoint.Parametrisation, checkpoint.Data, checkpoint.KnowsUnlabelled, checkpoint.Range) with
        {
            LearnedVariances = checkpoint.Network.LearnsVariance,
            Batch = rows < MostRows ? (int)Math.Max(1, rows) : null,
        };
    }

    private static void Write(string path, byte[] graph, NetworkDescription description)
    {
        using var network = new PendingFile(path);
        network.Fill(stream => stream.Write(graph));
        DescriptionFile.Write(DescriptionFile.Beside(path), description);
        network.Commit();
    }

    private static NetworkDescription Describe(IDiffusionProcess process, Parametrisation prediction, DataDescription data, bool knowsUnlabelled, TimeRange range) =>
        new(process, prediction switch
        {
            Parametrisation.Noise => OutputKind.Noise,
            Parametrisation.Score => OutputKind.Score,
            Parametrisation.Data => OutputKind.Data,
            Parametrisation.Flow => OutputKind.Flow,
            _ => OutputKind.Velocity,
        })
        {
            Time = TimeKind.Lambda,
            Indices = (process.Schedule as Schedules.TableSchedule)?.Steps ?? 0,
            ChannelsLast = data.Image is not null,
            Scaling = data.Scaling,
            Classes = data.Classes,
            NoClass = data.Classes > 0 && knowsUnlabelled ? data.Classes : null,
            Range = range,
            Data = data.IsBuiltIn ? data.Name : null,
        };
}
