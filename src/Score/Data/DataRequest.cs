namespace ScoreSde.Data;

/// <summary>Which data, and how it is to be read.</summary>
/// <param name="Name">
/// A name of <see cref="DataSets.Names"/>, a folder of IDX files or of PNG pictures, or a .npy, .npz or .csv file. After the name of an .npz file
/// and a colon: the key of the array in it.
/// </param>
/// <param name="Labels">Where the labels are: for .npy a second .npy file, for .npz a key, for .csv a column's name or its number from 1; null for none.</param>
/// <param name="Layout">What the axes of an array are; null where its shape tells.</param>
public sealed record DataRequest(string Name, string? Labels = null, DataLayout? Layout = null);
