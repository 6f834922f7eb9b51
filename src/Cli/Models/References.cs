using ScoreSde.Checkpoints;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Describing;

namespace ScoreSde.Cli.Models;

/// <summary>Finds the data that a network's samples should look like, in the units of the data it was trained on.</summary>
internal static class References
{
    private const string Archive = ".npz";

    /// <summary>
    /// The data that was asked for, or that which the network was trained on where <paramref name="request"/> is null: in the program if it was that, else
    /// by the record in the checkpoint. A file's name alone is never taken for that of data in the program.
    /// </summary>
    public static IReferenceData Of(DataDescription data, DataRequest? request, string file)
    {
        if (request is null && !data.IsBuiltIn)
        {
            return new FiniteData(() => RecordedData.Open(data, file));
        }

        DataRequest known = Completed(request ?? new DataRequest(data.Name), data.Origin);
        if (SyntheticData.Laws.Any(law => law.Name == known.Name))
        {
            return new DrawnData(
                (first, count, seed) => DataSets.InUnits(SyntheticData.Create(known.Name, count, seed, first), data.Units),
                data.Columns is null ? KnownLaw.Of(known.Name) : null);
        }

        return new FiniteData(() => DataSets.Split(known, data.Units));
    }

    /// <summary>What is known of the samples of a network from outside.</summary>
    public static DataDescription DataOf(string name, NetworkDescription described, int dimension, ImageShape? image) =>
        new(Path.GetFileNameWithoutExtension(name), 0, dimension, described.Classes, image, described.Scaling);

    /// <summary>The data that was asked for, or that which its description names; else what refuses when it is asked.</summary>
    /// <param name="data">What is known of its samples.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="named">A name of data in the program, or a path beside <paramref name="file"/>.</param>
    /// <param name="file">The network's file.</param>
    /// <param name="model">The word that names it.</param>
    public static IReferenceData OfOutside(DataDescription data, DataRequest? request, string? named, string file, string model)
    {
        if (request is not null || named is null)
        {
            return request is null ? new NoReference(model) : Of(data, request, model);
        }

        return DataSets.Names.Contains(named) ? Of(data, new DataRequest(named), model) : new FiniteData(() => DataSets.Split(new DataRequest(Beside(file, named)), data.Units));
    }

    // A file in an .npz file is named after a colon.
    private static string Beside(string file, string named)
    {
        int end = named.LastIndexOf(Archive + ":", StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? at + Archive.Length : named.Length;
        return OwnFolder.PathOf(file, named[..end], "names as its data", "; name it with --data to have it read") + named[end..];
    }

    /// <summary>A request that leaves open how files are read, read as those were that the network was trained on, if they are of one kind.</summary>
    public static DataRequest Completed(DataRequest request, DataOrigin? origin)
    {
        bool isOfOneKind = origin is not null && Path.GetExtension(origin.Path) is { Length: > 0 } extension && extension == Path.GetExtension(request.Name);
        return !isOfOneKind || DataSets.Names.Contains(request.Name) ? request : request with
        {
            Layout = request.Layout ?? origin!.Layout,
            Labels = request.Labels ?? (Path.IsPathFullyQualified(origin!.Labels ?? "") ? null : origin.Labels),
        };
    }
}
