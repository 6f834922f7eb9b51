using ScoreSde.Torch;

namespace ScoreSde.Tests;

/// <summary>A test that needs libtorch; skipped, with the reason, where it does not load.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchFactAttribute : FactAttribute
{
    /// <summary>One sentence, or null where libtorch loads.</summary>
    internal static string? WhyNot { get; } = LibTorch.WhyNot is { } reason ? $"libtorch does not load here: {reason}" : null;

    public TorchFactAttribute() => Skip = WhyNot;
}
