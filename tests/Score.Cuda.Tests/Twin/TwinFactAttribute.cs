namespace ScoreSde.Tests.Twin;

/// <summary>A test on the kernel's twin; skipped, with the reason, where there is no compiler for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TwinFactAttribute : FactAttribute
{
    public TwinFactAttribute() => Skip = TwinHost.WhyNot;
}
