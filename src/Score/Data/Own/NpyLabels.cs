using System.Globalization;
using System.Text;
using ScoreSde.Data.Files;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>Labels from an .npy array of one axis: whole numbers, or texts of NumPy's types U and S.</summary>
internal static class NpyLabels
{
    private const int LongestLabel = 1 << 10;

    /// <summary>The label of each row as a word.</summary>
    /// <exception cref="DamagedFileException">The array holds no labels.</exception>
    public static string[] Read(Stream stream, long length)
    {
        NpyHeader header = NpyHeader.Read(stream);
        if (header.Shape.Count(static axis => axis != 1) > 1)
        {
            throw new DamagedFileException("labels are an array of one axis.");
        }

        return header.Descriptor is ['<' or '|' or '=', 'U' or 'S', ..] ? Words(stream, header, length) : Numbers(stream, header, length);
    }

    private static string[] Words(Stream stream, NpyHeader header, long length)
    {
        bool isWide = header.Descriptor[1] == 'U';
        if (!int.TryParse(header.Descriptor.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int letters) || letters is 0 or > LongestLabel)
        {
            throw new DamagedFileException($"dtype '{Excerpt.Of(header.Descriptor)}' is not one of labels.");
        }

        var bytes = new byte[letters * (isWide ? 4 : 1)];
        header.CheckLength(bytes.Length, length);
        var words = new string[header.Count];
        for (int i = 0; i < words.Length; i++)
        {
            stream.ReadExactly(bytes);
            words[i] = (isWide ? Encoding.UTF32 : Encoding.UTF8).GetString(bytes).TrimEnd('\0');
        }

        return words;
    }

    private static string[] Numbers(Stream stream, NpyHeader header, long length)
    {
        NumberArray array = NpyFile.Read(stream, header, length);
        var words = new string[array.Count];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = array[i] == Math.Round(array[i])
                ? array[i].ToString("F0", CultureInfo.InvariantCulture)
                : throw new DamagedFileException($"label {i} is {array[i]}; labels are whole numbers or texts.");
        }

        return words;
    }
}
