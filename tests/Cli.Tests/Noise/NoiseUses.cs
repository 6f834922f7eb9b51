using System.Diagnostics;
using System.Reflection;
using ScoreSde.Noise;

namespace ScoreSde.Tests.Noise;

/// <summary>The random numbers that a run drew, and which code drew each: a name that two uses share is one number in two places.</summary>
internal sealed class NoiseUses
{
    private readonly Dictionary<(NoiseKey Key, long Sample), (string[] Chain, int Times)> drawn = [];
    private readonly Lock gate = new();

    /// <summary>What was drawn for.</summary>
    public IEnumerable<string> Purposes => drawn.Keys.Select(static draw => draw.Key.Purpose.ToString()).Distinct();

    /// <summary>Names that two uses have drawn, with both.</summary>
    public List<string> Shared { get; } = [];

    /// <summary>Names that were drawn more than once. Nodes of a path are, a network's weights, which are drawn before they are read, and rows of data, which are looked at again.</summary>
    public string[] Again =>
        [.. drawn.Where(static draw => draw.Value.Times > 1 && draw.Key.Key.Purpose is not (NoisePurpose.Path or NoisePurpose.Weights or NoisePurpose.Data)).Select(static draw => $"{draw.Key.Key}, sample {draw.Key.Sample}")];

    /// <summary>Takes down a draw.</summary>
    public void Note(NoiseKey key, long first, long count)
    {
        // A path is there to be asked by solvers and by the exact solution alike, and makes its nodes anew whenever another part of it is asked for.
        string[] chain = key.Purpose == NoisePurpose.Path ? ["a path"] : Callers();
        lock (gate)
        {
            for (long sample = first; sample < first + count; sample++)
            {
                (string[] Chain, int Times) known = drawn.TryGetValue((key, sample), out (string[], int) before) ? before : (chain, 0);
                drawn[(key, sample)] = (known.Chain, known.Times + 1);

                // A method may have been compiled into its caller in one of two calls.
                if (!known.Chain.Contains(chain[0]) && !chain.Contains(known.Chain[0]) && Shared.Count < 10)
                {
                    Shared.Add($"{key}, sample {sample}: {known.Chain[0]} and {chain[0]}");
                }
            }
        }
    }

    // Methods outwards, from the first that is not itself a source of noise or a state.
    private static string[] Callers() =>
    [
        .. new StackTrace(2, fNeedFileInfo: false).GetFrames().Select(static frame => frame.GetMethod()).OfType<MethodBase>()
            .Where(static method => method.DeclaringType is { FullName: not null } type && type.FullName!.StartsWith("ScoreSde.", StringComparison.Ordinal) && !IsSource(type))
            .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}"),
    ];

    private static bool IsSource(Type type) =>
        type.Namespace is "ScoreSde.Noise" or "ScoreSde.Paths" or "ScoreSde.States" or "ScoreSde.Lanes" || type.FullName!.StartsWith("ScoreSde.Data.RandomOrder", StringComparison.Ordinal) || type.Name.StartsWith("TrainingNoise", StringComparison.Ordinal);
}
