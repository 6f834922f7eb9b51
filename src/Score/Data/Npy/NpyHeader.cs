using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScoreSde.Data.Npy;

/// <summary>
/// The head of a NumPy .npy file: magic, version, length, and a Python dictionary with dtype, order and shape, padded so that the data
/// begins at a multiple of 64 bytes. NumPy enhancement proposal 1.
/// </summary>
/// <param name="Descriptor">The dtype: <c>&lt;f4</c>, <c>&lt;f8</c>, …</param>
/// <param name="Shape">The lengths of the axes.</param>
internal sealed partial record NpyHeader(string Descriptor, IReadOnlyList<long> Shape)
{
    // Far beyond what a plain array needs; NumPy itself refuses heads above 10,000 bytes unless told that the file is trusted.
    private const int LongestText = 10_000;

    /// <summary>All values.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => checked(product * length));

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
    /// <exception cref="InvalidDataException">This is no head; the message says why.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within the head.</exception>
    public static NpyHeader Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
        {
            throw new InvalidDataException("this is not an .npy file (its first bytes are wrong).");
        }

        if (start[6] is not (1 or 2))
        {
            throw new InvalidDataException($".npy version {start[6]}.{start[7]} is not supported; 1.0 and 2.0 are.");
        }

        Span<byte> size = stackalloc byte[4];
        size.Clear();
        stream.ReadExactly(size[..(start[6] == 1 ? 2 : 4)]);
        uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestText)
        {
            throw new InvalidDataException($"the head of {length} bytes is longer than any array needs.");
        }

        var text = new byte[length];
        stream.ReadExactly(text);
        return Parse(Encoding.Latin1.GetString(text));
    }

    private static NpyHeader Parse(string text)
    {
        Match descriptor = DescriptorPattern().Match(text);
        Match order = OrderPattern().Match(text);
        Match shape = ShapePattern().Match(text);
        if (!descriptor.Success || !order.Success || !shape.Success)
        {
            throw new InvalidDataException("the head does not name a plain dtype, an order and a shape.");
        }

        var lengths = new List<long>();
        foreach (string field in shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            lengths.Add(long.TryParse(field, NumberStyles.Integer, CultureInfo.InvariantCulture, out long length) ? length : throw new InvalidDataException("the shape is out of range."));
        }

        // The order of a single axis has no meaning, and NumPy may write either.
        return order.Groups[1].Value == "True" && lengths.Count > 1
            ? throw new InvalidDataException("the array is in Fortran order; save it with numpy.ascontiguousarray.")
            : new NpyHeader(descriptor.Groups[1].Value, lengths);
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex DescriptorPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9,\s]*)\)")]
    private static partial Regex ShapePattern();
}
