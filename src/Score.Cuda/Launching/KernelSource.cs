namespace ScoreSde.Cuda.Launching;

/// <summary>The kernel, as CUDA C++.</summary>
internal static class KernelSource
{
    /// <summary>The kernel's name in it.</summary>
    public const string EntryPoint = "sample";

    // In the order in which one builds on the others; a directive before each lets compilers name it.
    private static readonly string[] Parts =
    [
        "contract", "philox", "noise", "states", "mixture", "perceptron", "products", "fragments", "fragments.perceptron", "run",
    ];

    private static readonly Lazy<string> Read = new(static () => string.Concat(Parts.Select(static part =>
    {
        using Stream stream = typeof(KernelSource).Assembly.GetManifestResourceStream($"kernels/{part}.cu")!;
        using var reader = new StreamReader(stream);
        return $"#line 1 \"{part}.cu\"\n{reader.ReadToEnd()}\n";
    })));

    /// <summary>The text.</summary>
    public static string Text => Read.Value;
}
