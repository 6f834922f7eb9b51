using ScoreSde.Data.Files;
using ScoreSde.Data.Own;

namespace ScoreSde.Data;

/// <summary>The door to all data: a name, or own files and folders. docs/data.md tells what is read and how.</summary>
public static class DataSets
{
    /// <summary>Rows that a synthetic set has unless told otherwise.</summary>
    public const int SyntheticCount = 20_000;

    private const int FewestToSplit = 3;

    /// <summary>The names that <see cref="Open(string, int, ulong)"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Digits.Name, .. SyntheticData.Laws.Select(law => law.Name)];

    /// <summary>Whether a word is a name of data, or that of a file or folder.</summary>
    public static bool Exist(string word) => Names.Contains(Require.NotNull(word)) || DataFiles.Exist(word);

    /// <summary>
    /// All rows of <c>digits</c>, of a synthetic set (<paramref name="syntheticCount"/> rows under <paramref name="syntheticSeed"/>), or of own data.
    /// </summary>
    /// <exception cref="DataFileException">There is no such data, or the file is damaged.</exception>
    public static DataSet Open(string nameOrPath, int syntheticCount = SyntheticCount, ulong syntheticSeed = 0) =>
        Require.NotNull(nameOrPath) == Digits.Name ? Digits.Load()
        : Names.Contains(nameOrPath) ? SyntheticData.Create(nameOrPath, syntheticCount, syntheticSeed)
        : Open(new DataRequest(nameOrPath));

    /// <summary>All rows of data, in units of their own or in those of a network's data.</summary>
    /// <exception cref="DataFileException">There is no such data, the file is damaged, or it does not fit the units.</exception>
    public static DataSet Open(DataRequest request, DataUnits? units = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Names.Contains(request.Name))
        {
            return request is { Labels: null, Layout: null }
                ? InUnits(Open(request.Name), units)
                : throw new DataFileException(request.Name, "is no file: --labels and --layout are for files.");
        }

        if (!DataFiles.Exist(request.Name))
        {
            throw new DataFileException(
                request.Name, $"there is no file or folder of this name, nor a data set; the data sets are {string.Join(", ", Names)}.");
        }

        OwnData own = DataFiles.Read(request);
        return FileFault.Named(request.Name, () => own.ToDataSet(units, OriginOf(own, request)));
    }

    /// <summary>
    /// Data in two parts: those that the data brings, else <see cref="DataSplit.Of"/>.
    /// </summary>
    /// <exception cref="DataFileException">There is no such data, the file is damaged, or there are too few rows to split.</exception>
    public static DataSplit Split(string nameOrPath, int syntheticCount = SyntheticCount, ulong syntheticSeed = 0) => Names.Contains(Require.NotNull(nameOrPath))
        ? Split(Open(nameOrPath, syntheticCount, syntheticSeed))
        : Split(new DataRequest(nameOrPath));

    /// <summary>Data in two parts, in units of their own or in those of a network's data.</summary>
    /// <exception cref="DataFileException">There is no such data, the file is damaged, does not fit the units, or there are too few rows to split.</exception>
    public static DataSplit Split(DataRequest request, DataUnits? units = null) => Split(Open(request, units));

    /// <summary>All rows in the two parts that their origin names.</summary>
    /// <exception cref="DataFileException">There are too few rows to split.</exception>
    public static DataSplit Split(DataSet all)
    {
        ArgumentNullException.ThrowIfNull(all);
        if (all.Origin?.HeldOutFrom is { } from)
        {
            int[] rows = [.. Enumerable.Range(0, all.Count)];
            return new(all.Select(rows.AsSpan(0, from)), all.Select(rows.AsSpan(from)));
        }

        return all.Count >= FewestToSplit
            ? DataSplit.Of(all)
            : throw new DataFileException(all.Origin?.Path ?? all.Name, $"{all.Count} rows are too few to hold a fifth of them out.");
    }

    /// <summary>Data of the program as a network that was trained on something else sees it.</summary>
    /// <exception cref="DataFileException">It does not fit the units.</exception>
    public static DataSet InUnits(DataSet data, DataUnits? units)
    {
        ArgumentNullException.ThrowIfNull(data);
        return units is null ? data : FileFault.Named(data.Name, () =>
        OwnData.Of(data).ToDataSet(units, origin: null));
    }

    private static DataOrigin OriginOf(OwnData own, DataRequest request)
    {
        string path = DataFiles.PathOf(request.Name);
        return new DataOrigin(
            DataFiles.Full(request.Name),
            request.Labels is { } labels && own.LabelsAreFile ? Path.GetFullPath(labels) : request.Labels,
            request.Layout,
            File.Exists(path) ? new FileInfo(path).Length : 0,
            own.Count,
            own.HeldOutFrom > 0 ? DataOrigin.GivenFrom(own.HeldOutFrom) : DataOrigin.FifthUnder(DataSplit.UsualSeed),
            ContentHash.Of(own.Numbers, own.Dimension, own.Image, own.Labels));
    }
}
