using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ScoreSde.Data.Files;

namespace ScoreSde.Data.Npy;

/// <summary>
/// The head of a NumPy .npy file: magic, version, length, and a Python dictionary with dtype, order and shape, padded so that the data
/// begins at a multiple of 64 bytes. NumPy enhancement proposal 1.
/// </summary>
/// <param name="Descriptor">The dtype: <c>&lt;f4</c>, <c>&lt;f8</c>, …</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="IsFortran">Whether the first axis is the fastest.</param>
public sealed partial record NpyHeader(string Descriptor, IReadOnlyList<long> Shape, bool IsFortran = false)
{
    // Far beyond what a plain array needs; NumPy itself refuses heads above 10,000 bytes unless told that the file is trusted.
    private const int LongestText = 10_000;

    /// <summary>Bytes before the data; 0 of a head that was not read.</summary>
    public int HeadBytes { get; private init; }

    /// <summary>All values.</summary>
    public long Count => Shape.Contains(0) ? 0 : Shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>The head as version 1.0 has it.</summary>
    public byte[] ToBytes()
    {
        string shape = Shape.Count == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";
        string text = $"{{'descr': '{Descriptor}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = ((10 + text.Length + 1 + 63) / 64 * 64) - 10;
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8),
            .. Encoding.ASCII.GetBytes(text.PadRight(length - 1)), (byte)'\n',
        ];
    }

    /// <summary>Reads the head; the stream is left at the first byte of the data.</summary>
    /// <exception cref="DamagedFileException">This is no head; the message says why.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within the head.</exception>
    internal static NpyHeader Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
        {
            throw new DamagedFileException("this is not an .npy file (its first bytes are wrong).");
        }

        if (start[6] is not (1 or 2 or 3))
        {
            throw new DamagedFileException($".npy version {start[6]}.{start[7]} is not supported; 1.0, 2.0 and 3.0 are.");
        }

        Span<byte> size = stackalloc byte[4];
        size.Clear();
        stream.ReadExactly(size[..(start[6] == 1 ? 2 : 4)]);
        uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestText)
        {
            throw new DamagedFileException($"the head of {length} bytes is longer than any array needs.");
        }

        var text = new byte[length];
        stream.ReadExactly(text);
        return Parse(Encoding.Latin1.GetString(text)) with { HeadBytes = start.Length + (start[6] == 1 ? 2 : 4) + text.Length };
    }

    private static NpyHeader Parse(string text)
    {
        Match descriptor = DescriptorPattern().Match(text);
        Match order = OrderPattern().Match(text);
        Match shape = ShapePattern().Match(text);
        if (!descriptor.Success || !order.Success || !shape.Success)
        {
            throw new DamagedFileException("the head does not name a plain dtype, an order and a shape.");
        }

        var lengths = new List<long>();
        foreach (string field in shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            lengths.Add(long.TryParse(field, NumberStyles.Integer, CultureInfo.InvariantCulture, out long length) ? length : throw new DamagedFileException("the shape is out of range."));
        }

        return new NpyHeader(descriptor.Groups[1].Value, lengths, order.Groups[1].Value == "True");
    }

    /// <summary>Compares the length of the file with what the head promises, before anything is allocated: a damaged head may promise any size.</summary>
    /// <param name="width">Bytes of a value.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <exception cref="DamagedFileException">They do not agree, or there are too many values.</exception>
    internal void CheckLength(int width, long length)
    {
        CheckBytes(width, length);
        if (Promised(width) / width > Array.MaxLength)
        {
            throw new DamagedFileException($"{Promised(width) / width} values are more than one array can hold.");
        }

        // An empty array may have axes of any length beside the empty one.
        if (Shape.Any(axis => axis > int.MaxValue))
        {
            throw new DamagedFileException("the shape is out of range.");
        }
    }

    /// <summary>The same for a file whose values are not read into an array.</summary>
    /// <param name="width">Bytes of a value.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <exception cref="DamagedFileException">They do not agree.</exception>
    internal void CheckBytes(int width, long length)
    {
        long present = length - HeadBytes;
        long promised = Promised(width);
        if (promised > present)
        {
            throw new DamagedFileException($"the file is truncated: its head promises {Describe(promised)} of data and {present} bytes follow.");
        }

        if (promised < present)
        {
            throw new DamagedFileException($"{present - promised} bytes follow the data that the head promises.");
        }
    }

    private long Promised(int width)
    {
        // An axis of length 0 makes the array empty however long the others claim to be.
        if (Shape.Contains(0))
        {
            return 0;
        }

        Int128 bytes = width;
        foreach (long axis in Shape)
        {
            bytes *= axis;
            if (bytes > long.MaxValue)
            {
                return long.MaxValue;
            }
        }

        return (long)bytes;
    }

    private static string Describe(long bytes) => bytes == long.MaxValue ? "more than 8 EiB" : $"{bytes} bytes";

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex DescriptorPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9,\s]*)\)")]
    private static partial Regex ShapePattern();
}
