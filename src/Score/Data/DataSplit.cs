using ScoreSde.Noise;

namespace ScoreSde.Data;

/// <summary>Two disjoint parts of a data set: one to learn from, one to judge by.</summary>
/// <param name="Training">What a network may see.</param>
/// <param name="HeldOut">What it never sees.</param>
public sealed record DataSplit(DataSet Training, DataSet HeldOut)
{
    /// <summary>The seed of the splits that the program makes.</summary>
    public const ulong UsualSeed = 1998;

    /// <summary>
    /// Holds out a fifth (rounded) of each class, or of all rows where there are no labels: those whose numbers under the seed are
    /// smallest. Both parts keep the order of the data.
    /// </summary>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public static DataSplit Of(DataSet data, ulong seed = UsualSeed)
    {
        ArgumentNullException.ThrowIfNull(data);
        var key = new NoiseKey(seed, Interval: 0, NoisePurpose.Data);
        var heldOut = new bool[data.Count];
        for (int label = 0; label < Math.Max(1, data.Classes); label++)
        {
            int[] rows = [.. Rows(data, row => data.Classes == 0 || data.Labels[row] == label)];
            RandomOrder.Sort(rows, key);
            foreach (int row in rows.AsSpan(0, (rows.Length + 2) / 5))
            {
                heldOut[row] = true;
            }
        }

        int[] training = [.. Rows(data, row => !heldOut[row])];
        int[] judging = [.. Rows(data, row => heldOut[row])];
        return training.Length > 0 && judging.Length > 0
            ? new(data.Select(training), data.Select(judging))
            : throw new ArgumentException($"{data.Name} has too few rows to hold a fifth of them out.", nameof(data));
    }

    /// <summary>All rows, the training part first.</summary>
    public DataSet Joined()
    {
        var values = new float[checked(Training.Values.Length + HeldOut.Values.Length)];
        Training.Values.CopyTo(values);
        HeldOut.Values.CopyTo(values.AsSpan(Training.Values.Length));
        int[]? labels = Training.Classes == 0 ? null : [.. Training.Labels, .. HeldOut.Labels];
        return new(Training.Name, values, Training.Dimension, Training.Scaling, labels, Training.Classes, Training.Image)
        {
            Columns = Training.Columns,
            ClassNames = Training.ClassNames,
            Origin = Training.Origin,
        };
    }

    private static IEnumerable<int> Rows(DataSet data, Func<int, bool> chosen) => Enumerable.Range(0, data.Count).Where(chosen);
}
