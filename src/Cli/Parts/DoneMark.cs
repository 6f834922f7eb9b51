using System.Buffers.Binary;
using ScoreSde.Data;

namespace ScoreSde.Cli.Parts;

/// <summary>
/// How many rows of a file are done, written behind its last row: two places that are written in turn, so that a write that is cut short leaves the other. What a mark says
/// has been on the disk before the mark is written.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="end">Where its rows end.</param>
internal sealed class DoneMark(PartialFile file, long end)
{
    /// <summary>Bytes of both places, which lie in different sectors.</summary>
    public const int Bytes = 2 * Place;

    private const int Place = 4096;
    private const ulong Check = 0x5C03E5DE5C03E5DE;
    private int turn;

    /// <summary>Writes the mark.</summary>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    public void Write(long rows)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, rows);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(long)..], (ulong)rows ^ Check);
        file.Write(bytes, end + (turn * Place));
        turn = 1 - turn;
    }

    /// <summary>Writes both places for the first time, so that they have their space on the disk.</summary>
    public void Begin()
    {
        file.Write(new byte[Bytes], end);
        Write(0);
    }

    /// <summary>Whether a file has been begun and no row of it is done.</summary>
    public static bool SaysNothing(PartialFile file)
    {
        var bytes = new byte[Bytes];
        return file.Length >= Bytes && file.Read(bytes, file.Length - Bytes) == Bytes
            && BinaryPrimitives.ReadInt64LittleEndian(bytes) == 0 && BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(sizeof(long))) == Check
            && !bytes.AsSpan(2 * sizeof(long)).ContainsAnyExcept((byte)0);
    }

    /// <summary>The rows that are done; all where the marks are cut off already.</summary>
    public long Read(long all)
    {
        if (file.Length <= end)
        {
            return file.Length == end ? all : 0;
        }

        long most = 0;
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        for (int place = 0; place < 2; place++)
        {
            if (file.Read(bytes, end + (place * Place)) == bytes.Length
                && BinaryPrimitives.ReadInt64LittleEndian(bytes) is var rows && rows > most && rows <= all
                && BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(long)..]) == ((ulong)rows ^ Check))
            {
                most = rows;
                turn = 1 - place;
            }
        }

        return most;
    }
}
