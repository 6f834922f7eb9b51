using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>Answers with an evaluation that was made before: for steppers that ask once a step, where it begins.</summary>
/// <param name="space">Where states live.</param>
/// <param name="range">The times of the model that was asked.</param>
internal sealed class HeldScore<TState>(IStateSpace<TState> space, TimeRange range) : IScoreFunction<TState>
{
    private NoiseLevel at;
    private bool isHeld;

    /// <summary>ε of the step that is to be taken; x̂₀ at α = 0.</summary>
    public TState Epsilon { get; } = space.Allocate();

    public int Dimension => space.Dimension;

    public TimeRange Range => range;

    /// <summary>Says at which level <see cref="Epsilon"/> is; it is told once.</summary>
    public void Hold(NoiseLevel level) => (at, isHeld) = (level, true);

    public void Evaluate(TState x, NoiseLevel level, TState epsilon)
    {
        if (!isHeld || level != at)
        {
            throw new InvalidOperationException($"A step asked for more than one evaluation at its start, at time {at.Time:G6}.");
        }

        isHeld = false;
        space.Combine(epsilon, (1, Epsilon));
    }
}
