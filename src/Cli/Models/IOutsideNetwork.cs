using ScoreSde.Describing;

namespace ScoreSde.Cli.Models;

/// <summary>What <c>describe</c> shows of a network from outside, whatever runs it.</summary>
internal interface IOutsideNetwork
{
    /// <summary>The conventions.</summary>
    NetworkDescription Description { get; }

    /// <summary>The shape of a sample as the network takes it.</summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>The input that takes samples.</summary>
    string SampleInput { get; }

    /// <summary>The input that takes the noise level; null of a network that is not told it.</summary>
    string? TimeInput { get; }

    /// <summary>The input that takes classes; null without.</summary>
    string? ClassInput { get; }

    /// <summary>The inputs held fixed.</summary>
    IReadOnlyList<string> FixedInputs { get; }

    /// <summary>The output.</summary>
    string Output { get; }
}
