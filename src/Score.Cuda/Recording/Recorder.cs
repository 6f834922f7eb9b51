using ScoreSde.Noise;
using ScoreSde.Processes;

namespace ScoreSde.Cuda.Recording;

/// <summary>Takes down what a stepper does.</summary>
/// <param name="solver">Name of the method, for refusals.</param>
/// <param name="seed">The run's seed, the only one that noise may have.</param>
internal sealed class Recorder(string solver, ulong seed)
{
    private readonly Dictionary<NoiseLevel, int> indices = [];
    private int slots;

    /// <summary>What was done.</summary>
    public List<Instruction> Instructions { get; } = [];

    /// <summary>Terms of all combinations, one after the other.</summary>
    public List<Term> Terms { get; } = [];

    /// <summary>The levels at which the model was asked, each once.</summary>
    public List<NoiseLevel> Levels { get; } = [];

    /// <summary>States that there are.</summary>
    public int Slots => slots;

    /// <summary>One more state.</summary>
    public Slot Allocate() => new(slots++);

    /// <summary>epsilon = ε(x, level).</summary>
    /// <exception cref="NotRecordableException">The two states are one.</exception>
    public void Evaluate(Slot x, NoiseLevel level, Slot epsilon)
    {
        if (ReferenceEquals(x, epsilon))
        {
            throw new NotRecordableException(solver, "it asks the model to write over its own argument.");
        }

        if (!indices.TryGetValue(level, out int index))
        {
            index = Levels.Count;
            indices.Add(level, index);
            Levels.Add(level);
        }

        Instructions.Add(new(InstructionKind.Evaluate, epsilon.Index, A: x.Index, B: index));
    }

    /// <summary>target = Σ weight · state.</summary>
    /// <exception cref="ArgumentException">There is no term.</exception>
    public void Combine(Slot target, ReadOnlySpan<(double Weight, Slot State)> terms)
    {
        if (terms.IsEmpty)
        {
            throw new ArgumentException("A combination needs at least one term.", nameof(terms));
        }

        Instructions.Add(new(InstructionKind.Combine, target.Index, First: Terms.Count, Count: terms.Length));
        foreach ((double weight, Slot state) in terms)
        {
            Terms.Add(new Term(state.Index, weight));
        }
    }

    /// <summary>target = (adds ? target : 0) + scale · z.</summary>
    /// <exception cref="NotRecordableException">The noise has another seed than the run.</exception>
    public void Normal(Slot target, double scale, NoiseKey key, bool adds)
    {
        if (key.Seed != seed)
        {
            throw new NotRecordableException(solver, "its noise has another seed than the run.");
        }

        Instructions.Add(new(InstructionKind.Normal, target.Index, Count: adds ? 1 : 0, A: (int)key.Purpose, B: unchecked((int)key.Interval), Weight: scale));
    }

    /// <summary>target += weight · (‖numerator‖/‖denominator‖)^power · direction.</summary>
    public void Ratio(Slot target, double weight, Slot direction, Slot numerator, Slot denominator, int power) =>
        Instructions.Add(new(
            InstructionKind.Ratio, target.Index, First: numerator.Index, Count: denominator.Index, A: direction.Index, B: power, Weight: weight));

    /// <summary>After a step: is the state finite?</summary>
    public void Check(Slot state, int step) => Instructions.Add(new(InstructionKind.Check, state.Index, A: step));
}
