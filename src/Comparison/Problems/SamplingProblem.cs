using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Comparison.Problems;

/// <summary>What solvers are compared on: a score, the process it belongs to, and the data that its samples should look like.</summary>
/// <param name="name">The name in tables.</param>
/// <param name="process">The forward process.</param>
/// <param name="dimension">Numbers in one sample.</param>
public abstract class SamplingProblem(string name, IDiffusionProcess process, int dimension)
{
    /// <summary>The name in tables.</summary>
    public string Name { get; } = name;

    /// <summary>The forward process.</summary>
    public IDiffusionProcess Process { get; } = process;

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>The times at which the score may be asked.</summary>
    public virtual TimeRange Range => TimeRange.Whole;

    /// <summary>The data that samples should look like.</summary>
    public abstract IReferenceData Reference { get; }

    /// <summary>The same with rows of all classes, by which a sample's label is told.</summary>
    public virtual IReferenceData LabelledReference => Reference;

    /// <summary>Class labels 0 … Classes − 1 that samples have; 0 where there are none.</summary>
    public virtual int Classes => 0;

    /// <summary>The class of a sample, where there are classes.</summary>
    public virtual int LabelOf(long sample) => 0;

    /// <summary>Whether the score is that of the data's law and not a network's.</summary>
    public virtual bool HasExactScore => false;

    /// <summary>Whether runs ask <see cref="Score"/> itself, on this processor, and not a copy on a device.</summary>
    public virtual bool RunsHere => true;

    /// <summary>Evaluations of the network that one of the score takes.</summary>
    public virtual int EvaluationsOfNetwork => 1;

    /// <summary>What a table of this problem has to say, a line each.</summary>
    public virtual IReadOnlyList<string> Remarks => [];

    /// <summary>The model of the noise, of each sample's class.</summary>
    public abstract IScoreFunction<Tile<T>> Score<T>()
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>E‖ε‖²/d over the data, which the optimal reverse variance needs.</summary>
    public abstract INoiseMoment Moment<T>()
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Puts samples into the units of the data, in place.</summary>
    public virtual void ToNatural<T>(Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
    }

    /// <summary>Opens the model where it is to be sampled: on the processor, unless a problem says otherwise.</summary>
    public virtual ISampling<T> Open<T>(SamplerOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> => new ManagedSampling<T>(this, options ?? throw new ArgumentNullException(nameof(options)));
}
