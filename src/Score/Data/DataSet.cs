namespace ScoreSde.Data;

/// <summary>
/// Real or synthetic data: [Count, Dimension] finite numbers in natural units, row-major, with labels where the data has them.
/// Immutable.
/// </summary>
public sealed class DataSet
{
    private readonly float[] values;
    private readonly int[] labels;
    private readonly ColumnUnits? columns;
    private readonly IReadOnlyList<string> classNames;

    /// <summary>Takes over the arrays, which must not be changed afterwards.</summary>
    /// <param name="name">A short name for tables and checkpoints.</param>
    /// <param name="values">The rows, one after the other; finite.</param>
    /// <param name="dimension">Numbers in a row; at least 1.</param>
    /// <param name="scaling">How networks see the values.</param>
    /// <param name="labels">A label in [0, classes) for each row, or null.</param>
    /// <param name="classes">Number of classes; 0 without labels.</param>
    /// <param name="image">The rows' shape if they are pictures.</param>
    /// <exception cref="ArgumentException">A length, a label or a value does not fit.</exception>
    public DataSet(
        string name, float[] values, int dimension, DataScaling scaling, int[]? labels = null, int classes = 0, ImageShape? image = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        Require.Positive(dimension);
        if (values.Length == 0 || values.Length % dimension != 0)
        {
            throw new ArgumentException($"{values.Length} values are not rows of {dimension}.", nameof(values));
        }

        int rows = values.Length / dimension;
        if (FirstNonFinite(values) is int bad and >= 0)
        {
            throw new ArgumentException($"Row {bad / dimension} holds {values[bad]} in column {bad % dimension}; values must be finite.", nameof(values));
        }

        if ((labels is null) != (classes == 0) || (labels is not null && labels.Length != rows))
        {
            throw new ArgumentException($"{labels?.Length ?? 0} labels of {classes} classes do not fit {rows} rows.", nameof(labels));
        }

        if (labels is not null && Array.FindIndex(labels, label => (uint)label >= (uint)classes) is int row and >= 0)
        {
            throw new ArgumentException($"Row {row} has label {labels[row]}; labels must lie in [0, {classes}).", nameof(labels));
        }

        if (image is { } shape && shape.Dimension != dimension)
        {
            throw new ArgumentException($"Pictures of {shape.Dimension} numbers do not fit rows of {dimension}.", nameof(image));
        }

        Name = name;
        Dimension = dimension;
        Count = rows;
        Scaling = scaling;
        Classes = classes;
        Image = image;
        this.values = values;
        this.labels = labels ?? [];
        classNames = Numbered(classes);
    }

    /// <summary>A short name.</summary>
    public string Name { get; }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Numbers in a row.</summary>
    public int Dimension { get; }

    /// <summary>Number of classes; 0 without labels.</summary>
    public int Classes { get; }

    /// <summary>The rows' shape if they are pictures.</summary>
    public ImageShape? Image { get; }

    /// <summary>How networks see the values: digits 0..16 become −1..1.</summary>
    public DataScaling Scaling { get; }

    /// <summary>
    /// Between the numbers of the file and <see cref="Values"/>, whose natural units are then deviations of each column; null where they are the same.
    /// </summary>
    /// <exception cref="ArgumentException">There are not as many columns.</exception>
    public ColumnUnits? Columns
    {
        get => columns;
        init => columns = value is null || value.Shift.Count == 1 || value.Shift.Count == Dimension
            ? value
            : throw new ArgumentException($"Units of {value.Shift.Count} columns do not fit rows of {Dimension}.", nameof(value));
    }

    /// <summary>The label of each class as the data has it; its number where it has no other.</summary>
    /// <exception cref="ArgumentException">There are not as many classes.</exception>
    public IReadOnlyList<string> ClassNames
    {
        get => classNames;
        init => classNames = Require.NotNull(value).Count == Classes
            ? value
            : throw new ArgumentException($"{value.Count} names do not fit {Classes} classes.", nameof(value));
    }

    /// <summary>Where own data came from; null of data that is in the program or made by one.</summary>
    public DataOrigin? Origin { get; init; }

    /// <summary>A sentence about what the data's numbers cannot carry, or null.</summary>
    public string? Remark { get; init; }

    /// <summary>All rows, [Count, Dimension], in natural units.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>All rows as memory, for work that outlives a stack frame.</summary>
    public ReadOnlyMemory<float> Memory => values;

    /// <summary>The label of each row; empty without labels.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> this[int row] => values.AsSpan(row * Dimension, Dimension);

    /// <summary>The rows named, in that order.</summary>
    /// <exception cref="ArgumentException">No row is named.</exception>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public DataSet Select(ReadOnlySpan<int> rows, string? name = null)
    {
        var chosen = new float[rows.Length * Dimension];
        int[]? chosenLabels = Classes > 0 ? new int[rows.Length] : null;
        for (int i = 0; i < rows.Length; i++)
        {
            this[rows[i]].CopyTo(chosen.AsSpan(i * Dimension));
            if (chosenLabels is not null)
            {
                chosenLabels[i] = labels[rows[i]];
            }
        }

        return new(name ?? Name, chosen, Dimension, Scaling, chosenLabels, Classes, Image)
        {
            Columns = Columns,
            ClassNames = ClassNames,
            Origin = Origin,
            Remark = Remark,
        };
    }

    /// <summary>The names of classes that have none but their numbers: 0, 1, ….</summary>
    public static string[] Numbered(int classes) => [.. Enumerable.Range(0, classes).Select(static number => $"{number}")];

    /// <summary>The same rows, seen by networks in another scaling.</summary>
    public DataSet WithScaling(DataScaling scaling) => new(Name, values, Dimension, scaling, Classes > 0 ? labels : null, Classes, Image)
    {
        Columns = Columns,
        ClassNames = ClassNames,
        Origin = Origin,
        Remark = Remark,
    };

    private static int FirstNonFinite(float[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
