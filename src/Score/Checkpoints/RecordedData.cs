using ScoreSde.Data;
using ScoreSde.Data.Files;
using ScoreSde.Data.Own;

namespace ScoreSde.Checkpoints;

/// <summary>
/// Finds the own data that a checkpoint was trained on, by the record in it: beside the checkpoint first, then where it was. A checkpoint may come
/// from anywhere, so its record opens little: a plain file of the length that is recorded, or a folder, on this machine, and what was read
/// is used only where its hash is the recorded one.
/// </summary>
public static class RecordedData
{
    /// <summary>The data in its two parts.</summary>
    /// <param name="data">What the checkpoint says of it.</param>
    /// <param name="file">The checkpoint's file.</param>
    /// <exception cref="CheckpointException">The data is not recorded, not there, or has changed; the message says what to give.</exception>
    public static DataSplit Open(DataDescription data, string file)
    {
        ArgumentNullException.ThrowIfNull(data);
        const string WayOut = "give --data FILE";
        if (data.Origin is not { } origin)
        {
            throw new CheckpointException(
                file, $"was trained on own data '{Excerpt.Of(data.Name)}' ({data.Count} rows of {data.Dimension}) and does not say where that is; {WayOut}.");
        }

        string? changed = null;
        foreach (DataRequest place in Places(origin, Path.GetDirectoryName(Path.GetFullPath(file)) ?? "."))
        {
            if (!MayOpen(place, origin.Bytes, ref changed))
            {
                continue;
            }

            if (Read(place, data.Units) is { } all && all.Origin?.Hash == origin.Hash)
            {
                return DataSets.Split(all);
            }

            changed = place.Name;
        }

        throw new CheckpointException(file, changed is null
            ? $"was trained on '{Excerpt.Of(origin.Path)}', which is not there; {WayOut}."
            : $"was trained on '{Excerpt.Of(changed)}', which has changed since; {WayOut} with the data as it was.");
    }

    // What is no data any more has changed, and what it is, is not told: a checkpoint may name any file.
    private static DataSet? Read(DataRequest place, DataUnits units)
    {
        try
        {
            return DataSets.Open(place, units);
        }
        catch (DataFileException)
        {
            return null;
        }
    }

    private static IEnumerable<DataRequest> Places(DataOrigin origin, string folder)
    {
        bool isFile = origin.Labels is { } labels && Path.IsPathFullyQualified(labels);
        if (origin.Beside is { } beside)
        {
            yield return new(
                Path.GetFullPath(Path.Combine(folder, beside)),
                isFile && origin.LabelsBeside is { } near ? Path.GetFullPath(Path.Combine(folder, near)) : origin.Labels,
                origin.Layout);
        }

        if (Path.IsPathFullyQualified(origin.Path))
        {
            yield return new(origin.Path, origin.Labels, origin.Layout);
        }
    }

    // Nothing on another machine: to ask for it already tells that machine who asks.
    private static bool MayOpen(DataRequest place, long bytes, ref string? changed)
    {
        string path = DataFiles.PathOf(place.Name);
        if (IsElsewhere(path) || (place.Labels is { } labels && Path.IsPathFullyQualified(labels) && (IsElsewhere(labels) || !InputFile.IsPlain(labels))))
        {
            return false;
        }

        if (bytes == 0)
        {
            return Directory.Exists(path);
        }

        if (!InputFile.IsPlain(path))
        {
            return false;
        }

        bool isSame = new FileInfo(path).Length == bytes;
        changed = isSame ? changed : path;
        return isSame;
    }

    private static bool IsElsewhere(string path) => path.StartsWith(@"\\", StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal);
}
