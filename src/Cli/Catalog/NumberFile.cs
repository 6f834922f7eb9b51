using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using ScoreSde.Data;
using ScoreSde.Data.Files;

namespace ScoreSde.Cli.Catalog;

/// <summary>A text file of numbers: one a line, empty lines and lines that begin with # left out; at most 16 MiB and 1,000,001 lines.</summary>
internal static class NumberFile
{
    private const int MostLines = 1_000_001;
    private const long MostBytes = 16 << 20;
    // No number needs more letters, and remarks may go on.
    private const int MostLetters = 1 << 15;

    /// <summary>The numbers, all finite.</summary>
    /// <exception cref="ArgumentException">The file cannot be read, is too long, or a line is not a number.</exception>
    public static double[] Read(string path)
    {
        try
        {
            using Stream stream = InputFile.Open(path, MostBytes);
            return stream.Length <= MostBytes
                ? Numbers(stream)
                : throw new ArgumentException($"the file has more than {MostBytes} bytes.");
        }
        catch (DataFileException fault)
        {
            throw new ArgumentException(fault.Fault, fault);
        }
    }

    // Line by line through one buffer: a text for each line would take many times what it holds.
    private static double[] Numbers(Stream stream)
    {
        var numbers = new ArrayBufferWriter<double>(Math.Min(Lines(stream), MostLines));
        stream.Position = 0;
        using var text = new StreamReader(stream, leaveOpen: true);
        char[] letters = new char[MostLetters];
        int filled = 0;
        int line = 0;
        bool isRemark = false;
        while (true)
        {
            int read = text.ReadBlock(letters, filled, letters.Length - filled);
            bool isLast = filled + read < letters.Length;
            ReadOnlySpan<char> rest = letters.AsSpan(0, filled + read);
            while (rest.IndexOfAny('\r', '\n') is >= 0 and int end && (isLast || end < rest.Length - 1))
            {
                Take(rest[..end]);
                rest = rest[(rest[end..].StartsWith("\r\n") ? end + 2 : end + 1)..];
            }

            if (isLast)
            {
                if (rest.Length > 0 || isRemark)
                {
                    Take(rest);
                }

                return MemoryMarshal.TryGetArray(numbers.WrittenMemory, out ArraySegment<double> all) && all.Count == all.Array!.Length ? all.Array : numbers.WrittenSpan.ToArray();
            }

            if (rest.Length == letters.Length)
            {
                isRemark = isRemark || rest.TrimStart().StartsWith('#')
                    ? true
                    : throw new ArgumentException($"line {line + 1} is not a number.");
                rest = [];
            }

            rest.CopyTo(letters);
            filled = rest.Length;
        }

        void Take(ReadOnlySpan<char> words)
        {
            if (++line > MostLines)
            {
                throw new ArgumentException($"the file has more than {MostLines} lines.");
            }

            ReadOnlySpan<char> word = isRemark ? [] : words.Trim();
            isRemark = false;
            if (word.Length == 0 || word[0] == '#')
            {
                return;
            }

            numbers.GetSpan(1)[0] = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number
                : throw new ArgumentException($"line {line} is not a number.");
            numbers.Advance(1);
        }
    }

    // A little more in texts of two bytes a letter.
    private static int Lines(Stream stream)
    {
        byte[] bytes = new byte[MostLetters];
        int lines = 0;
        byte last = (byte)'\n';
        for (int read = stream.Read(bytes); read > 0; read = stream.Read(bytes))
        {
            foreach (byte letter in bytes.AsSpan(0, read))
            {
                lines += letter == '\r' || (letter == '\n' && last != '\r') ? 1 : 0;
                last = letter;
            }
        }

        return Math.Max(1, last is (byte)'\n' or (byte)'\r' ? lines : lines + 1);
    }
}
