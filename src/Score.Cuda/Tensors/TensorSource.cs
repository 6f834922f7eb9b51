namespace ScoreSde.Cuda.Tensors;

/// <summary>The kernels on tensors, as CUDA C++.</summary>
internal static class TensorSource
{
    // In the order in which one builds on the others; a directive before each lets compilers name it.
    private static readonly Lazy<string> Read = new(static () => string.Concat(new[] { "tensors.contract", "philox", "tensors" }.Select(static part =>
    {
        using Stream stream = typeof(TensorSource).Assembly.GetManifestResourceStream($"kernels/{part}.cu")!;
        using var reader = new StreamReader(stream);
        return $"#line 1 \"{part}.cu\"\n{reader.ReadToEnd()}\n";
    })));

    /// <summary>The text.</summary>
    public static string Text => Read.Value;
}
