using System.Buffers.Binary;
using System.Text;
using ScoreSde.Noise;

namespace ScoreSde.Fuzz;

/// <summary>
/// Damages bytes: single ones, lengths, blocks; and, where they are text or hold it, the words of the text: a number becomes one at an end of some range, a word becomes
/// another of the same file, a line or a bracket is lost, doubled or moved, a name is told to steer the terminal.
/// </summary>
internal sealed class Mutator(NoiseKey key)
{
    private const int MostBytes = 1 << 18;
    private const int MostChanges = 6;
    private const int TextSpan = 4096;

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "3", "7", "0.5", "0.999999999", "1e-320", "1e-30", "1e30", "1e38", "3.5e38", "1e308", "1e309", "-1e309", "NaN", "Infinity", "null", "true", "\"\"", "[]", "{}",
        "255", "256", "65535", "65536", "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "99999999999999999999999999", "0x10", "1_000", "1,5", " ", "٣",
    ];

    private static readonly string[] Words =
    [
        "\u001b[2J\u001b]0;x\u0007", "\u0000", "\u202e", "../../etc/passwd", "/dev/zero", "//host/share", "=1+1", "\"", "'", "\\u0000", "\\ud800", "é", "\ufeff", "(", "[[[[[[[[", "}", ",,", ":", "\r\n", "\n\n",
    ];

    private static readonly long[] Lengths = [0, 1, -1, 7, 8, 127, 128, 255, 256, 65535, 65536, int.MaxValue, int.MinValue, 1L << 31, 1L << 32, 1L << 40, long.MaxValue, long.MinValue];

    private RandomStream chance = new(key, 0);

    /// <summary>A place below n, or 0.</summary>
    public int Below(int n) => n <= 1 ? 0 : chance.NextBelow(n);

    /// <summary>One more damaged input.</summary>
    /// <param name="whole">Where it begins.</param>
    /// <param name="other">What it may borrow from.</param>
    public byte[] Damaged(byte[] whole, byte[] other)
    {
        byte[] bytes = whole;
        for (int left = 1 + Below(MostChanges); left > 0; left--)
        {
            bytes = Changed(bytes, other);
        }

        return bytes.Length <= MostBytes ? bytes : bytes[..MostBytes];
    }

    private byte[] Changed(byte[] bytes, byte[] other) => bytes.Length == 0 ? [.. other] : Below(16) switch
    {
        0 => With(bytes, static (span, at, self) => span[at] ^= (byte)(1 << self.Below(8))),
        1 => With(bytes, static (span, at, self) => span[at] = (byte)self.Below(256)),
        2 => With(bytes, static (span, at, self) => span[at] = self.Below(4) switch { 0 => 0, 1 => 0xFF, 2 => 0x7F, _ => 0x80 }),
        3 => With(bytes, static (span, at, self) => self.Number(span[at..])),
        4 => bytes[..Below(bytes.Length)],
        5 => Cut(bytes, Below(bytes.Length), Below(Math.Min(64, bytes.Length))),
        6 => Put(bytes, Below(bytes.Length), Block(bytes)),
        7 => Put(bytes, Below(bytes.Length), Block(other)),
        8 => [.. bytes.AsSpan(0, Below(bytes.Length)), .. other.AsSpan(Below(other.Length))],
        9 => [.. bytes, .. Block(bytes)],
        10 => Line(bytes),
        _ => Text(bytes),
    };

    private byte[] With(byte[] bytes, Change change)
    {
        byte[] copy = [.. bytes];
        change(copy, Below(copy.Length), this);
        return copy;
    }

    // A length of two, four or eight bytes, in either order, at an end of some range or near the one that stood there.
    private void Number(Span<byte> place)
    {
        int size = Math.Min(place.Length, 2 << Below(3));
        Span<byte> number = stackalloc byte[8];
        bool isLittle = Below(2) == 0;
        long value = Lengths[Below(Lengths.Length)];
        if (Below(4) == 0)
        {
            value = 0;
            for (int i = 0; i < size; i++)
            {
                value = (value << 8) | place[isLittle ? size - 1 - i : i];
            }

            value += Below(9) - 4;
        }

        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        if (!isLittle)
        {
            number[..size].Reverse();
        }

        number[..size].CopyTo(place);
    }

    private byte[] Block(byte[] bytes)
    {
        int start = Below(bytes.Length);
        return [.. bytes.AsSpan(start, Below(Math.Min(64, bytes.Length - start) + 1))];
    }

    // One token of the text around a place.
    private byte[] Text(byte[] bytes)
    {
        (int Start, int Length)[] tokens = Tokens(bytes);
        if (tokens.Length == 0)
        {
            return Put(bytes, Below(bytes.Length), Encoding.UTF8.GetBytes(Words[Below(Words.Length)]));
        }

        (int start, int length) = tokens[Below(tokens.Length)];
        byte[] word = Below(4) switch
        {
            0 => Encoding.UTF8.GetBytes(Words[Below(Words.Length)]),
            1 when tokens[Below(tokens.Length)] is var (from, size) => [.. bytes.AsSpan(from, size)],
            _ => Encoding.UTF8.GetBytes(Numbers[Below(Numbers.Length)]),
        };
        return [.. bytes.AsSpan(0, start), .. word, .. bytes.AsSpan(start + length)];
    }

    // Words and numbers as one token each, marks alone, within a span that a random place begins.
    private (int Start, int Length)[] Tokens(byte[] bytes)
    {
        int from = bytes.Length > TextSpan ? Below(bytes.Length - TextSpan) * Below(2) : 0;
        int end = Math.Min(bytes.Length, from + TextSpan);
        var tokens = new List<(int, int)>();
        for (int i = from; i < end;)
        {
            int start = i;
            while (i < end && IsWord(bytes[i]))
            {
                i++;
            }

            if (i == start)
            {
                i++;
            }

            if (bytes[start] is > 32 and < 127)
            {
                tokens.Add((start, i - start));
            }
        }

        return [.. tokens];
    }

    private byte[] Line(byte[] bytes)
    {
        int at = Below(bytes.Length);
        int start = 1 + bytes.AsSpan(0, at).LastIndexOf((byte)'\n');
        int end = bytes.AsSpan(at).IndexOf((byte)'\n') is var found and >= 0 ? at + found + 1 : bytes.Length;
        byte[] line = bytes[start..Math.Min(end, start + TextSpan)];
        return Below(3) switch
        {
            0 => Cut(bytes, start, line.Length),
            1 => Put(bytes, start, line),
            _ => Put(Cut(bytes, start, line.Length), 0, line),
        };
    }

    private static byte[] Cut(byte[] bytes, int start, int length) => [.. bytes.AsSpan(0, start), .. bytes.AsSpan(Math.Min(bytes.Length, start + length))];

    private static byte[] Put(byte[] bytes, int start, byte[] block) => [.. bytes.AsSpan(0, start), .. block, .. bytes.AsSpan(start)];

    private static bool IsWord(byte value) => value is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'.' or (byte)'-' or (byte)'+' or (byte)'_';

    private delegate void Change(Span<byte> bytes, int at, Mutator self);
}
