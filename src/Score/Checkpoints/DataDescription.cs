using ScoreSde.Data;

namespace ScoreSde.Checkpoints;

/// <summary>What a network knows of the data it was trained on: enough to turn its samples into natural units and pictures.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Count">Rows trained on.</param>
/// <param name="Dimension">Numbers in a row.</param>
/// <param name="Classes">Classes; 0 without labels.</param>
/// <param name="Image">The rows' shape if they are pictures.</param>
/// <param name="Scaling">Between natural units and the network's.</param>
public sealed record DataDescription(string Name, int Count, int Dimension, int Classes, ImageShape? Image, DataScaling Scaling)
{
    /// <summary>The description of a data set.</summary>
    public static DataDescription Of(DataSet data) =>
        new(data.Name, data.Count, data.Dimension, data.Classes, data.Image, data.Scaling);

    /// <summary>For messages: <c>digits (1438 rows of 64, 10 classes)</c>.</summary>
    public override string ToString() => $"{Name} ({Count} rows of {Dimension}, {Classes} classes)";
}
