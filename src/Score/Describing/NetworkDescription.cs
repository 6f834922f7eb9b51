using ScoreSde.Data;
using ScoreSde.Processes;

namespace ScoreSde.Describing;

/// <summary>All conventions of a network from outside: what stands in NAME.json beside it. docs/networks.md has every key.</summary>
/// <param name="Process">The process on which the network is sampled.</param>
/// <param name="Output">What the output stands for.</param>
public sealed record NetworkDescription(IDiffusionProcess Process, OutputKind Output)
{
    /// <summary>How the network is told the noise level; null where the description does not say.</summary>
    public TimeKind? Time { get; init; }

    /// <summary>The factor of the time.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Whether the time is rounded to a whole number; null where the type of the input decides.</summary>
    public bool? TimeIsWhole { get; init; }

    /// <summary>T of the chain whose indices the network is told; 0 where it has none.</summary>
    public int Indices { get; init; }

    /// <summary>The scale of the input.</summary>
    public InputScale Input { get; init; }

    /// <summary>σ_data of EDM.</summary>
    public double DataDeviation { get; init; } = 0.5;

    /// <summary>Whether the output has twice the channels, of which the second half are what was learned of the variance of reverse steps (<see cref="Scores.ILearnedVariance{TState}"/>).</summary>
    public bool LearnedVariances { get; init; }

    /// <summary>The shape of a sample as the network takes it, without the batch; null where the file tells it.</summary>
    public IReadOnlyList<int>? Shape { get; init; }

    /// <summary>Whether pictures have their channels last: [h, w, c].</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Between natural units and the network's.</summary>
    public DataScaling Scaling { get; init; } = DataScaling.Identity;

    /// <summary>Classes; 0 without.</summary>
    public int Classes { get; init; }

    /// <summary>The index that stands for no class; null where the network knows none.</summary>
    public int? NoClass { get; init; }

    /// <summary>Whether it has an answer for samples without a class.</summary>
    public bool KnowsUnlabelled => Classes == 0 || NoClass is not null || OneHot;

    /// <summary>Whether classifier-free guidance has something to lead from, and to.</summary>
    public bool CanBeGuided => (Classes > 0 && KnowsUnlabelled) || (Classes == 0 && FixedUnconditional.Count > 0);

    /// <summary>Whether a class is given as a vector of 0 and 1.</summary>
    public bool OneHot { get; init; }

    /// <summary>Names of the inputs and the output; null for those that the file tells.</summary>
    public NetworkNames Names { get; init; } = new();

    /// <summary>Inputs held fixed: the .npy file of each.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; init; } = new Dictionary<string, string>();

    /// <summary>The same for samples without a prompt, which guidance needs.</summary>
    public IReadOnlyDictionary<string, string> FixedUnconditional { get; init; } = new Dictionary<string, string>();

    /// <summary>The times at which the network may be asked.</summary>
    public TimeRange Range { get; init; } = new(DefaultMinimumTime);

    /// <summary>
    /// Rows that the network is given at once; null for as many as suit its size. With 1 a sample's bits depend on nothing beside it, whatever the
    /// operators of the network do with their vectors' ends.
    /// </summary>
    public int? Batch { get; init; }

    /// <summary>The data that its samples should look like: a name or a path beside the description; null where none is named.</summary>
    public string? Data { get; init; }

    /// <summary>Settings of the sampler that the network came with, which a solver and a grid of this program replace; said by <c>describe</c>, not written.</summary>
    public IReadOnlyList<string> OfSampler { get; init; } = [];

    /// <summary>The lowest time of a network that is not told an index.</summary>
    public const double DefaultMinimumTime = 1e-3;
}
