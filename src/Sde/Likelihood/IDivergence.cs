using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>The trace of ∂ε/∂x, or estimates of it, for the samples of one worker.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IDivergence<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The states have come to stand for other samples.</summary>
    void Restart();

    /// <summary>traces = tr(∂ε/∂x) at (x, level), [rows, columns] row-major.</summary>
    void Evaluate(Tile<T> x, NoiseLevel level, Span<T> traces);
}
