using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>What a method wants before it goes on: epsilon = ε(x, level) of its one row.</summary>
/// <param name="X">Where; left as it is.</param>
/// <param name="Level">At which noise level.</param>
/// <param name="Epsilon">Where the answer goes; distinct from X.</param>
/// <typeparam name="T">float or double.</typeparam>
public readonly record struct ScoreRequest<T>(Tile<T> X, NoiseLevel Level, Tile<T> Epsilon)
    where T : unmanaged, IFloatingPointIeee754<T>;
