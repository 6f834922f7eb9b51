using System.Text;

namespace ScoreSde.Data.Files;

/// <summary>The lines of a UTF-8 text, none longer than a limit: a file without line ends cannot fill the memory.</summary>
internal sealed class TextLines(Stream stream, int longest) : IDisposable
{
    private readonly StreamReader text = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
    private readonly StringBuilder line = new();

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => text.Dispose();

    /// <summary>The next line without its end; null after the last.</summary>
    /// <exception cref="DamagedFileException">It is too long.</exception>
    public string? Read()
    {
        line.Clear();
        Number++;
        int letter = text.Read();
        if (letter < 0)
        {
            return null;
        }

        for (; letter >= 0 && letter != '\n'; letter = text.Read())
        {
            line.Append((char)letter);
            if (line.Length > longest)
            {
                throw new DamagedFileException($"line {Number} is longer than {longest} letters.");
            }
        }

        return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
    }
}
