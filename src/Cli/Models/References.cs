using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Scores;

namespace ScoreSde.Cli.Models;

/// <summary>Finds the data that a network's samples should look like.</summary>
internal static class References
{
    /// <summary>The data of <paramref name="word"/> (a name, folder or file), or that which the network's description names where it is null.</summary>
    public static IReferenceData Of(DataDescription data, string? word, string file)
    {
        string name = word ?? data.Name;
        if (SyntheticData.Laws.Any(law => law.Name == name))
        {
            return new DrawnData((count, seed) => SyntheticData.Create(name, count, seed), name == "mixture8" ? GaussianMixture.Ring() : null);
        }

        return new FiniteData(() => DataSets.Names.Contains(name) || Directory.Exists(name) || File.Exists(name)
            ? Checked(DataSets.Split(name), data, name)
            : throw new CheckpointException(file, $"was trained on '{name}', which is not here; give --data."));
    }

    private static DataSplit Checked(DataSplit split, DataDescription data, string name) => split.Training.Dimension == data.Dimension
        ? split
        : throw new DataFileException(name, $"its rows have {split.Training.Dimension} numbers, those of the network {data.Dimension}.");
}
