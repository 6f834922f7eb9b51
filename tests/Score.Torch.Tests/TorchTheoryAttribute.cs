namespace ScoreSde.Tests;

/// <summary>A theory that needs libtorch; skipped, with the reason, where it does not load.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = TorchFactAttribute.WhyNot;
}
