
namespace ScoreSde.Data;

/// <summary>
/// What a network knows of the data it was trained on: enough to turn its samples into the data's units and pictures, and to find the data and know it
/// again. Two descriptions are equal where they are of the same content: by the hash where both have one, wherever the files lie.
/// </summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Count">Rows trained on.</param>
/// <param name="Dimension">Numbers in a row.</param>
/// <param name="Classes">Classes; 0 without labels.</param>
/// <param name="Image">The rows' shape if they are pictures.</param>
/// <param name="Scaling">Between natural units and the network's.</param>
public sealed record DataDescription(string Name, int Count, int Dimension, int Classes, ImageShape? Image, DataScaling Scaling)
{
    /// <summary>Between the numbers of a file and natural units; null where they are the same.</summary>
    public ColumnUnits? Columns { get; init; }

    /// <summary>The label of each class as the data has it.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = DataSet.Numbered(Classes);

    /// <summary>Where own data came from; null of data in the program, and in files of versions that did not keep it.</summary>
    public DataOrigin? Origin { get; init; }

    /// <summary>The units and classes in which the network sees data.</summary>
    public DataUnits Units => new(Dimension, Scaling, Columns, ClassNames, Image);

    /// <summary>
    /// Whether the data is one of those in the program. A file without an origin is of a version that kept the name alone: it is of the program's data
    /// if its rows and its scaling are those, and of a file of the same name otherwise.
    /// </summary>
    public bool IsBuiltIn => Origin is null && Name switch
    {
        Digits.Name => (Count, Dimension, Scaling) is (1438 or 1797, 64, { Shift: 8, Scale: 8 }),
        _ => SyntheticData.Laws.FirstOrDefault(law => law.Name == Name) is { } known && Dimension == 2 && Scaling == known.Scaling,
    };

    /// <summary>The description of a data set.</summary>
    public static DataDescription Of(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(data.Name, data.Count, data.Dimension, data.Classes, data.Image, data.Scaling)
        {
            Columns = data.Columns,
            ClassNames = data.ClassNames,
            Origin = data.Origin,
        };
    }

    /// <inheritdoc/>
    public bool Equals(DataDescription? other) => other is not null
        && (Count, Dimension, Classes, Image, Scaling) == (other.Count, other.Dimension, other.Classes, other.Image, other.Scaling)
        && Equals(Columns, other.Columns)
        && ClassNames.SequenceEqual(other.ClassNames)
        && (Origin is not null && other.Origin is not null
            ? (Origin.Hash, Origin.Split, Origin.Rows) == (other.Origin.Hash, other.Origin.Split, other.Origin.Rows)
            : Name == other.Name);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Dimension, Classes, Image, Scaling);

    /// <summary>For messages: <c>digits (1438 rows of 64, 10 classes)</c>.</summary>
    public override string ToString() => $"{Name} ({Count} rows of {Dimension}, {Classes} classes)";
}
