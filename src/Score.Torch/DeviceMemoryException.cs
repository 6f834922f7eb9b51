namespace ScoreSde.Torch;

/// <summary>The device has no memory for so many rows at once. Says how many to try; the run leaves no output.</summary>
public sealed class DeviceMemoryException(string device, int rows, Exception inner)
    : Exception(
        rows > 1
            ? $"There is not enough memory on {device} for {rows} rows at once. Try {rows / 2} (--rows {rows / 2})."
            : $"There is not enough memory on {device} for a single row.",
        inner)
{
    /// <summary>Rows that did not fit.</summary>
    public int Rows { get; } = rows;
}
