using Google.Protobuf;
using Onnx;
using ScoreSde.Data;
using ScoreSde.Describing;

namespace ScoreSde.Onnx.Networks;

/// <summary>Weights that an ONNX file keeps in other files: these must lie beside it, so that a file from a stranger opens nothing else.</summary>
internal static class ExternalFiles
{
    private const string LocationKey = "location";

    /// <summary>Reads the graph and refuses places outside the folder of the file.</summary>
    /// <exception cref="NetworkFileException">The file is no ONNX file, or names a file outside its folder.</exception>
    public static void Check(string file)
    {
        ModelProto model;
        try
        {
            using FileStream stream = System.IO.File.OpenRead(file);
            model = ModelProto.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException bad)
        {
            throw new NetworkFileException(file, "is damaged or no ONNX file.", bad);
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException)
        {
            throw new NetworkFileException(file, bad is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : "cannot be read.", bad);
        }

        if (model.Graph is null || model.Graph.Node.Count == 0)
        {
            throw new NetworkFileException(file, "is no ONNX file: it holds no graph.");
        }

        foreach (string location in Locations(model.Graph).Concat(model.Functions.SelectMany(static function => function.Node).SelectMany(Locations)).Distinct())
        {
            if (!System.IO.File.Exists(OwnFolder.PathOf(file, location, "keeps weights in")))
            {
                throw new NetworkFileException(file, $"keeps weights in '{Excerpt.Of(location)}', which is not beside it.");
            }
        }
    }

    private static IEnumerable<string> Locations(GraphProto graph) => graph.Initializer.SelectMany(Locations)
        .Concat(graph.SparseInitializer.SelectMany(Locations))
        .Concat(graph.Node.SelectMany(Locations));

    private static IEnumerable<string> Locations(NodeProto node) => node.Attribute.SelectMany(static attribute =>
        (attribute.T is { } tensor ? Locations(tensor) : [])
            .Concat(attribute.Tensors.SelectMany(Locations))
            .Concat(attribute.SparseTensor is { } sparse ? Locations(sparse) : [])
            .Concat(attribute.SparseTensors.SelectMany(Locations))
            .Concat(attribute.G is { } graph ? Locations(graph) : [])
            .Concat(attribute.Graphs.SelectMany(Locations)));

    private static IEnumerable<string> Locations(SparseTensorProto sparse) =>
        (sparse.Values is { } values ? Locations(values) : []).Concat(sparse.Indices is { } indices ? Locations(indices) : []);

    private static IEnumerable<string> Locations(TensorProto tensor) => tensor.DataLocation != TensorProto.Types.DataLocation.External ? []
        : tensor.ExternalData.Where(static entry => entry.Key == LocationKey).Select(static entry => entry.Value);
}
