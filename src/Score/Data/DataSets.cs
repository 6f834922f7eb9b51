using ScoreSde.Data.Idx;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data;

/// <summary>The door to all data: a name, a folder of IDX files, or an .npy file.</summary>
public static class DataSets
{
    /// <summary>Rows that a synthetic set has unless told otherwise.</summary>
    public const int SyntheticCount = 20_000;

    /// <summary>The names that <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Digits.Name, .. SyntheticData.Laws.Select(law => law.Name)];

    /// <summary>
    /// Opens <c>digits</c>, a synthetic set (<paramref name="syntheticCount"/> rows under <paramref name="syntheticSeed"/>), the
    /// training images of a folder with IDX files (MNIST, Fashion-MNIST), or an .npy file of shape [n, …].
    /// </summary>
    /// <exception cref="DataFileException">There is no such data, or the file is damaged.</exception>
    public static DataSet Open(string nameOrPath, int syntheticCount = SyntheticCount, ulong syntheticSeed = 0)
    {
        if (nameOrPath == Digits.Name)
        {
            return Digits.Load();
        }

        if (Names.Contains(nameOrPath))
        {
            return SyntheticData.Create(nameOrPath, syntheticCount, syntheticSeed);
        }

        return Directory.Exists(nameOrPath) ? IdxFolder.Load(nameOrPath)
            : File.Exists(nameOrPath) ? NpyFile.LoadDataSet(nameOrPath)
            : throw new DataFileException(
                nameOrPath, $"there is no file or folder of this name, nor a data set; the data sets are {string.Join(", ", Names)}.");
    }

    /// <summary>
    /// Opens data in two parts: a folder's training and test files where both are there, and <see cref="DataSplit.Of"/> of everything else.
    /// </summary>
    /// <exception cref="DataFileException">There is no such data, the file is damaged, or there are too few rows to split.</exception>
    public static DataSplit Split(string nameOrPath, int syntheticCount = SyntheticCount, ulong syntheticSeed = 0)
    {
        if (Directory.Exists(nameOrPath) && !Names.Contains(nameOrPath) && IdxFolder.HasTestPart(nameOrPath))
        {
            return IdxFolder.Split(nameOrPath);
        }

        DataSet all = Open(nameOrPath, syntheticCount, syntheticSeed);
        return all.Count >= 3
            ? DataSplit.Of(all)
            : throw new DataFileException(nameOrPath, $"{all.Count} rows are too few to hold a fifth of them out.");
    }
}
