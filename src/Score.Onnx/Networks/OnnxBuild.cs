using System.Reflection;

namespace ScoreSde.Onnx.Networks;

/// <summary>Which package of ONNX Runtime this library was built with.</summary>
public static class OnnxBuild
{
    /// <summary>Whether it was <c>-p:Onnx=cuda</c>: then networks are evaluated on the first NVIDIA GPU.</summary>
    public static bool HasCuda { get; } = typeof(OnnxBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(static attribute => attribute is { Key: "Onnx", Value: "cuda" });
}
