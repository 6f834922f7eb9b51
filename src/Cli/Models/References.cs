using ScoreSde.Checkpoints;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Models;

/// <summary>Finds the data that a network's samples should look like, in the units of the data it was trained on.</summary>
internal static class References
{
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
                (count, seed) => DataSets.InUnits(SyntheticData.Create(known.Name, count, seed), data.Units),
                known.Name == "mixture8" && data.Columns is null ? GaussianMixture.Ring() : null);
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
        DataRequest? chosen = request ?? (named is null ? null
            : new DataRequest(DataSets.Names.Contains(named) ? named : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, named)));
        return chosen is null ? new NoReference(model) : Of(data, chosen, model);
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
