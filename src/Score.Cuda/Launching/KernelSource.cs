namespace ScoreSde.Cuda.Launching;

/// <summary>The kernel, as CUDA C++.</summary>
internal static class KernelSource
{
    /// <summary>The kernel's name in it.</summary>
    public const string EntryPoint = "sample";

    private static readonly Lazy<string> Read = new(static () =>
    {
        using Stream stream = typeof(KernelSource).Assembly.GetManifestResourceStream("kernels/sampler.cu")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>The text.</summary>
    public static string Text => Read.Value;
}
