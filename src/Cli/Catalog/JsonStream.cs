using System.Text.Json;

namespace ScoreSde.Cli.Catalog;

/// <summary>
/// The words of a JSON file one after another, through a buffer of 64 KiB whatever the file's length; comments and commas too many are passed over. Reads from any place
/// where a value begins, so that two may go through one file side by side.
/// </summary>
internal ref struct JsonStream
{
    private const int FirstBuffer = 1 << 16;
    private const int MostBuffer = 1 << 20;
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly Stream stream;
    private byte[] buffer = new byte[FirstBuffer];
    private Utf8JsonReader reader = new([], isFinalBlock: false, new JsonReaderState(Options));
    private long bufferStart;
    private int filled;
    private bool isLast;

    /// <param name="stream">The file, one that can be sought.</param>
    /// <param name="start">Where to begin.</param>
    public JsonStream(Stream stream, long start = 0)
    {
        this.stream = stream;
        bufferStart = start;
        Fill();
        if (start == 0 && buffer.AsSpan(0, filled).StartsWith("\uFEFF"u8))
        {
            buffer.AsSpan(3, filled -= 3).CopyTo(buffer);
            bufferStart = 3;
            Restart();
        }
    }

    /// <summary>What the word is.</summary>
    public readonly JsonTokenType Kind => reader.TokenType;

    /// <summary>Where the word begins in the file.</summary>
    public readonly long Start => bufferStart + reader.TokenStartIndex;

    /// <summary>How many objects and lists the word stands in.</summary>
    public readonly int Depth => reader.CurrentDepth;

    /// <summary>Goes to the next word; false at the end.</summary>
    /// <exception cref="JsonException">There is something that is no JSON.</exception>
    /// <exception cref="ArgumentException">A word is longer than 512 KiB.</exception>
    public bool Read()
    {
        while (!reader.Read())
        {
            if (isLast)
            {
                return false;
            }

            int left = filled - (int)reader.BytesConsumed;
            byte[] next = left < buffer.Length / 2 ? buffer
                : buffer.Length < MostBuffer ? new byte[2 * buffer.Length]
                : throw new ArgumentException($"it holds a word of more than {MostBuffer / 2} bytes.");
            buffer.AsSpan(filled - left, left).CopyTo(next);
            (buffer, bufferStart, filled) = (next, bufferStart + reader.BytesConsumed, left);
            Fill();
        }

        return true;
    }

    /// <summary>Goes past the value whose first word this is.</summary>
    /// <returns>How many values it holds, if it is a list.</returns>
    public int Skip()
    {
        if (Kind is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return 0;
        }

        int depth = Depth;
        int count = 0;
        while (Read() && Depth > depth)
        {
            count += Depth == depth + 1 && Kind is not (JsonTokenType.EndArray or JsonTokenType.EndObject) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The number, infinite where it is too large for one; null if the word is none.</summary>
    public readonly double? Number() => Kind == JsonTokenType.Number && reader.TryGetDouble(out double value) ? value : null;

    /// <summary>Whether the word is this text.</summary>
    public readonly bool Is(string text) => reader.ValueTextEquals(text);

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">It is no Unicode.</exception>
    public readonly string Text() => reader.GetString()!;

    private void Fill()
    {
        stream.Position = bufferStart + filled;
        filled += stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
        isLast = filled < buffer.Length;
        Restart();
    }

    private void Restart() => reader = new Utf8JsonReader(buffer.AsSpan(0, filled), isLast, reader.CurrentState);
}
