namespace ScoreSde.Data.Files;

/// <summary>
/// A decompressing stream with a budget: a packed file of n bytes may unpack to 16 MiB + 128 n. Deflate itself can reach a ratio of 1,032,
/// so a small file could otherwise fill the memory; pictures reach 2 to 30.
/// </summary>
internal sealed class UnpackingStream(Stream unpacked, long packedBytes) : Stream
{
    private const long Free = 16L << 20;
    private const long Ratio = 128;
    private long left = BudgetOf(packedBytes);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The bytes that a packed file may unpack to.</summary>
    public static long BudgetOf(long packedBytes) => Free + (Ratio * Math.Min(packedBytes, long.MaxValue / (2 * Ratio)));

    /// <summary>The fault of a file above its budget, a sentence that follows the file's name.</summary>
    public static DamagedFileException TooMuch(long packedBytes) =>
        new($"it unpacks to more than {BudgetOf(packedBytes)} bytes, the most that is taken from {packedBytes} packed ones; unpack it first.");

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = unpacked.Read(buffer);
        left -= read;
        return left >= 0 ? read : throw TooMuch(packedBytes);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}
