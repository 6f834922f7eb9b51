using ScoreSde.Tests.Twin;

namespace ScoreSde.Tests.Kernels;

/// <summary>A test of libtorch's tensors on the kernels' twin; skipped, with the reason, where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TwinFactAttribute : FactAttribute
{
    public TwinFactAttribute() => Skip = TorchFactAttribute.WhyNot ?? TwinCompiler.WhyNot;
}

/// <summary>The same for many cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TwinTheoryAttribute : TheoryAttribute
{
    public TwinTheoryAttribute() => Skip = TorchFactAttribute.WhyNot ?? TwinCompiler.WhyNot;
}
