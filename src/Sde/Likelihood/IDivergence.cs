using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>ε with the trace of ∂ε/∂x, or estimates of it, for the samples of one worker.</summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IDivergence<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The states have come to stand for other samples.</summary>
    void Restart();

    /// <summary>epsilon = ε(x, level) and traces = tr(∂ε/∂x) there, [rows, columns] row-major. The two states are distinct; x is left as it is.</summary>
    void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Span<T> traces);
}
