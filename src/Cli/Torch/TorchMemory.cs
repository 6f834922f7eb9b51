namespace ScoreSde.Cli.Torch;

/// <summary>What runs on libtorch keep in memory beside their states.</summary>
internal static class TorchMemory
{
    /// <summary>The library's own code and its pools, on the CPU.</summary>
    public const double Library = 250e6;

    // The file, its tensors, and what the library packs for its kernels.
    private const double CopiesOfFile = 3;

    /// <summary>The library with a network of that file. What rows leave on their way is the library's to know.</summary>
    public static double OfNetwork(string file) => Library + (File.Exists(file) ? CopiesOfFile * new FileInfo(file).Length : 0);
}
