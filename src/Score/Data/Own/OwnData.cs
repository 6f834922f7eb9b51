using ScoreSde.Data.Files;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>What a user's files hold: numbers without loss, and labels. <see cref="ToDataSet"/> puts it into units that float and networks bear.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Numbers">All rows, row-major.</param>
/// <param name="Dimension">Numbers in a row.</param>
/// <param name="Image">The rows' shape if they are pictures.</param>
/// <param name="Labels">The label of each row, or null.</param>
internal sealed record OwnData(string Name, NumberArray Numbers, int Dimension, ImageShape? Image, RowLabels? Labels)
{
    private const double Largest = 1e100;

    /// <summary>The first of the rows that the data itself holds out; 0 where it does not.</summary>
    public int HeldOutFrom { get; init; }

    /// <summary>Whether the labels came from a file of their own.</summary>
    public bool LabelsAreFile { get; init; }

    /// <summary>Rows.</summary>
    public int Count => Numbers.Count / Dimension;

    /// <summary>Numbers of an array, with labels from wherever they are.</summary>
    /// <exception cref="DamagedFileException">The array has no rows, or its shape does not tell, or the labels do not fit.</exception>
    public static OwnData Of(string name, NumberArray array, DataLayout? layout, IReadOnlyList<string>? labels)
    {
        (NumberArray rows, ImageShape? image) = ArrayLayout.Of(array, layout);
        int count = rows.Shape[0];
        return labels is null || labels.Count == count
            ? new(name, rows, rows.Count / count, image, labels is null ? null : RowLabels.Of(labels))
            : throw new DamagedFileException($"{labels.Count} labels do not fit its {count} rows.");
    }

    /// <summary>Data of the program as if it were a user's.</summary>
    public static OwnData Of(DataSet data) => new(
        data.Name,
        new NumberArray(data.Values.ToArray(), [data.Count, data.Dimension]),
        data.Dimension,
        data.Image,
        data.Classes == 0 ? null : RowLabels.Of([.. data.Labels.ToArray().Select(label => data.ClassNames[label])]));

    /// <summary>The rows in units of their own, or in those of the data that a network was trained on.</summary>
    /// <param name="units">The network's data; null for units of their own.</param>
    /// <param name="origin">Where they came from.</param>
    /// <exception cref="DamagedFileException">A number is not finite or too large, or rows or labels are not those of the network.</exception>
    public DataSet ToDataSet(DataUnits? units, DataOrigin? origin)
    {
        RefuseWildNumbers();
        DataUnits own = units ?? Units();
        if (own.Dimension != Dimension)
        {
            throw new DamagedFileException($"its rows have {Dimension} numbers, those of the network {own.Dimension}.");
        }

        int[]? labels = Labels?.Classes;
        if (units is { ClassNames.Count: > 0 } && Labels is not null)
        {
            labels = Labels.In(units.ClassNames, out string? stranger)
                ?? throw new DamagedFileException($"its label '{Excerpt.Of(stranger!)}' is no class of the network; these are {ClassList.Of(units.ClassNames)}.");
        }

        bool isLabelled = labels is not null && own.ClassNames.Count > 0;
        return new DataSet(
            Name, Values(own.Columns), Dimension, own.Scaling, isLabelled ? labels : null, isLabelled ? own.ClassNames.Count : 0, own.Image)
        {
            Origin = origin,
            Columns = own.Columns,
            ClassNames = isLabelled ? own.ClassNames : [],
            Remark = units is null && own.Columns is { } columns ? ColumnStatistics.Remark(columns, Numbers) : null,
        };
    }

    private DataUnits Units()
    {
        IReadOnlyList<string> names = Labels?.Names ?? [];
        if (Image is null)
        {
            return new(Dimension, DataScaling.Identity, ColumnStatistics.Of(Numbers, Dimension), names, null);
        }

        (DataScaling scaling, ColumnUnits? columns) = PixelScaling.Of(Numbers);
        return new(Dimension, scaling, columns, names, Image);
    }

    private float[] Values(ColumnUnits? columns)
    {
        if (columns is null)
        {
            return Numbers.ToFloat() is var plain && Array.TrueForAll(plain, float.IsFinite)
                ? plain
                : throw new DamagedFileException("it holds numbers beyond the reach of float32, which the network's data had not.");
        }

        var values = new float[Numbers.Count];
        int column = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)columns.ToValue(Numbers[i], column);
            column = column + 1 == Dimension ? 0 : column + 1;
        }

        return values;
    }

    private void RefuseWildNumbers()
    {
        for (int i = 0; i < Numbers.Count; i++)
        {
            if (!(Math.Abs(Numbers[i]) <= Largest))
            {
                throw new DamagedFileException(
                    $"row {i / Dimension} holds {Numbers[i]} in column {i % Dimension}; values must be finite and at most {Largest}.");
            }
        }
    }
}
