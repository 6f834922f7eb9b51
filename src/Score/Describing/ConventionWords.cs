namespace ScoreSde.Describing;

/// <summary>The words by which a description names conventions.</summary>
public static class ConventionWords
{
    /// <summary>Words after <c>output</c>.</summary>
    public static IReadOnlyDictionary<string, OutputKind> Outputs { get; } = new Dictionary<string, OutputKind>(StringComparer.Ordinal)
    {
        ["noise"] = OutputKind.Noise,
        ["data"] = OutputKind.Data,
        ["velocity"] = OutputKind.Velocity,
        ["score"] = OutputKind.Score,
        ["flow"] = OutputKind.Flow,
        ["flow-reversed"] = OutputKind.FlowReversed,
        ["edm"] = OutputKind.Edm,
    };

    /// <summary>Words after <c>time</c>.</summary>
    public static IReadOnlyDictionary<string, TimeKind> Times { get; } = new Dictionary<string, TimeKind>(StringComparer.Ordinal)
    {
        ["none"] = TimeKind.None,
        ["index"] = TimeKind.Index,
        ["index-from-1"] = TimeKind.IndexFromOne,
        ["t"] = TimeKind.Time,
        ["sigma"] = TimeKind.Deviation,
        ["sigma/alpha"] = TimeKind.Ratio,
        ["lambda"] = TimeKind.Lambda,
        ["log-snr"] = TimeKind.LogSignalToNoise,
        ["ln-sigma/4"] = TimeKind.QuarterLogRatio,
        ["flow"] = TimeKind.Flow,
        ["flow-reversed"] = TimeKind.FlowReversed,
    };

    /// <summary>Words after <c>input</c>.</summary>
    public static IReadOnlyDictionary<string, InputScale> Inputs { get; } = new Dictionary<string, InputScale>(StringComparer.Ordinal)
    {
        ["state"] = InputScale.State,
        ["ratio"] = InputScale.Ratio,
        ["unit"] = InputScale.Unit,
        ["flow"] = InputScale.Flow,
        ["edm"] = InputScale.Edm,
    };

    /// <summary>The word of a value.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct, Enum => words.Single(pair => pair.Value.Equals(value)).Key;
}
