using System.Numerics;
using System.Text;

namespace ScoreSde.Cli.Models;

/// <summary>Samples as comma-separated values: a head x0,x1,… and a row for each, numbers with all their digits.</summary>
internal static class SampleTable
{
    /// <summary>The ending of such files.</summary>
    public const string Ending = ".csv";

    /// <summary>Whether a file of that name is to be one.</summary>
    public static bool IsMeant(string? path) => Path.GetExtension(path ?? "").Equals(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Characters that a number with its comma takes, about: 0.12345678, or 0.1234567890123456, with a sign now and then.</summary>
    public static int BytesOf(bool isDouble) => isDouble ? 19 : 11;

    /// <summary>Writes it.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="values">[rows, dimension], row-major.</param>
    /// <param name="dimension">Numbers of a row.</param>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values, int dimension)
        where T : unmanaged, INumber<T>
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        for (int j = 0; j < dimension; j++)
        {
            text.Write($"{(j == 0 ? "" : ",")}x{j}");
        }

        text.WriteLine();
        for (int i = 0; i < values.Length; i++)
        {
            text.Write($"{values[i]}");
            text.Write((i + 1) % dimension == 0 ? '\n' : ',');
        }
    }
}
