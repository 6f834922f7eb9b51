using System.Text.Json;
using ScoreSde.Data;
using ScoreSde.Data.Files;

namespace ScoreSde.Describing;

/// <summary>Opens a file of JSON, a plain one or a pipe, of at most 256 KiB: ten thousand rates with all their digits.</summary>
internal static class JsonFile
{
    private const long MostBytes = 1 << 18;

    /// <summary>What is read from its root.</summary>
    /// <exception cref="NetworkFileException">It cannot be read, is too large, or no JSON.</exception>
    public static T Read<T>(string path, JsonDocumentOptions options, Func<JsonElement, T> read)
    {
        try
        {
            using Stream stream = InputFile.Open(path, MostBytes);
            if (stream.Length > MostBytes)
            {
                throw new NetworkFileException(path, $"has more than {MostBytes} bytes, too many for settings.");
            }

            using JsonDocument document = JsonDocument.Parse(stream, options);
            return read(document.RootElement);
        }
        catch (JsonException bad)
        {
            throw new NetworkFileException(path, $"is no JSON (line {bad.LineNumber + 1}).", bad);
        }
        catch (DataFileException bad)
        {
            throw new NetworkFileException(path, bad.Fault, bad);
        }
    }
}
