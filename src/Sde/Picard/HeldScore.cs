using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Picard;

/// <summary>Answers with an evaluation that was made before: what a stepper is given within a sweep.</summary>
internal sealed class HeldScore<T>(int dimension, TimeRange range) : IScoreFunction<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] held = new T[dimension];
    private NoiseLevel at;
    private bool asked;

    public int Dimension => dimension;

    public TimeRange Range => range;

    /// <summary>ε of the step that is to be taken.</summary>
    public void Hold(ReadOnlySpan<T> epsilon, NoiseLevel level)
    {
        epsilon.CopyTo(held);
        (at, asked) = (level, false);
    }

    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        if (asked || level != at)
        {
            throw new InvalidOperationException($"A step asked for more than one evaluation at its start, at time {at.Time:G6}.");
        }

        asked = true;
        held.CopyTo(epsilon.Values);
    }
}
