namespace ScoreSde.Torch;

/// <summary>The device has no memory for a batch of the size that was asked for. Says which size to try; the run leaves no output.</summary>
public sealed class DeviceMemoryException(string device, int rows, string word, Exception inner)
    : Exception($"There is not enough memory on {device} for {rows} samples at once. Try {word} {Math.Max(1, rows / 2)}.", inner)
{
    /// <summary>Samples that did not fit.</summary>
    public int Rows { get; } = rows;
}
