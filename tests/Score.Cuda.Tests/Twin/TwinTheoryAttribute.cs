namespace ScoreSde.Tests.Twin;

/// <summary>A theory on the kernel's twin; skipped, with the reason, where there is no compiler for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TwinTheoryAttribute : TheoryAttribute
{
    public TwinTheoryAttribute() => Skip = TwinHost.WhyNot;
}
