using System.Text;
using ScoreSde.Data;
using ScoreSde.TimeGrids;

namespace ScoreSde.Cli.Catalog;

/// <summary>A time grid as a text file: a time a line, down to 0, with all digits; lines that begin with # are for people.</summary>
internal static class GridFile
{
    /// <summary>Reads a grid.</summary>
    /// <exception cref="ArgumentException">The file is not such a list.</exception>
    public static TimeGrid Read(string path)
    {
        double[] times = NumberFile.Read(path);
        return times.Length >= 2 && times[^1] == 0
            ? new TimeGrid(path, times)
            : throw new ArgumentException("a file of times has two or more of them, one a line, and ends with 0.");
    }

    /// <summary>Writes a grid.</summary>
    public static void Write(Stream stream, TimeGrid grid, string remark)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine($"# {Excerpt.Escaped(remark)}");
        foreach (double time in grid.Times)
        {
            text.WriteLine($"{time:R}");
        }
    }
}
