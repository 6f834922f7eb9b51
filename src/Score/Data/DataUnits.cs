namespace ScoreSde.Data;

/// <summary>In what units and under what classes data is to be read: those of the data that a network was trained on.</summary>
/// <param name="Dimension">Numbers in a row.</param>
/// <param name="Scaling">Between the values and the network's units.</param>
/// <param name="Columns">Between the file's numbers and the values; null where they are the same.</param>
/// <param name="ClassNames">The classes, in the order of their numbers; empty without labels, or where only their number is known.</param>
/// <param name="Image">The rows' shape if they are pictures.</param>
public sealed record DataUnits(int Dimension, DataScaling Scaling, ColumnUnits? Columns, IReadOnlyList<string> ClassNames, ImageShape? Image);
