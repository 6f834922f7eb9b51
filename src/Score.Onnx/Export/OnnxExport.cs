using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Onnx.Describing;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Onnx.Export;

/// <summary>Networks of this program as ONNX files, opset 17, batch open, with their description beside them.</summary>
public static class OnnxExport
{
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
        return Describe(checkpoint.Process, checkpoint.Parametrisation, checkpoint.Data, checkpoint.KnowsUnlabelled, checkpoint.Range);
    }

    /// <summary>The same of a U-Net, with the rows at once whose feature maps stay in a processor's cache.</summary>
    public static NetworkDescription Describe(UNetCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Describe(checkpoint.Process, checkpoint.Parametrisation, checkpoint.Data, checkpoint.KnowsUnlabelled, checkpoint.Range);
    }

    private static void Write(string path, byte[] graph, NetworkDescription description)
    {
        using var network = new PendingFile(path);
        network.Stream.Write(graph);
        DescriptionFile.Write(DescriptionFile.Beside(path), description);
        network.Commit();
    }

    private static NetworkDescription Describe(IDiffusionProcess process, Parametrisation prediction, DataDescription data, bool knowsUnlabelled, TimeRange range) =>
        new(process, prediction switch
        {
            Parametrisation.Noise => OutputKind.Noise,
            Parametrisation.Score => OutputKind.Score,
            Parametrisation.Data => OutputKind.Data,
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
