namespace ScoreSde.Cli.Devices;

/// <summary>The words that say how a device works; null for those not given.</summary>
/// <param name="Threads">After <c>--threads</c>; 0 for one for each processor.</param>
/// <param name="Noise">After <c>--noise</c>: where random numbers are made.</param>
/// <param name="RowsAtOnce">After <c>--rows</c>: samples worked on at once.</param>
/// <param name="MixedPrecision">Whether <c>--mixed</c> was given.</param>
/// <param name="Engine">After <c>--engine</c>: by what a GPU samples.</param>
/// <param name="Precision">After <c>--precision</c>: in what the kernel's products are taken.</param>
internal sealed record DeviceWords(int Threads, string? Noise, int? RowsAtOnce, bool MixedPrecision, string? Engine = null, string? Precision = null);
