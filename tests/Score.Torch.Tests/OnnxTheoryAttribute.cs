using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace ScoreSde.Tests;

/// <summary>A theory that needs ONNX Runtime beside libtorch, which what is packed for a card goes without.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxTheoryAttribute : TheoryAttribute
{
    private const string Library = "onnxruntime";

    public OnnxTheoryAttribute() => Skip = TorchFactAttribute.WhyNot
        ?? (NativeLibrary.TryLoad(Library, typeof(InferenceSession).Assembly, null, out _) ? null : "ONNX Runtime does not load.");
}
