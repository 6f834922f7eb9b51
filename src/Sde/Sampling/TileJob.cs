using System.Numerics;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Sampling;

/// <summary>What one worker does with its tiles.</summary>
/// <param name="Score">What the stepper evaluates.</param>
/// <param name="Counted">What is counted.</param>
/// <param name="Start">Fills a tile at the first level.</param>
/// <param name="Finish">Takes a tile at the last level.</param>
/// <typeparam name="T">float or double.</typeparam>
internal sealed record TileJob<T>(
    IScoreFunction<Tile<T>> Score, CountingScore<Tile<T>> Counted, Action<Tile<T>> Start, Action<Tile<T>> Finish)
    where T : unmanaged, IFloatingPointIeee754<T>;
