using System.Numerics;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>How the divergence of the flow is had.</summary>
public interface IDivergenceRule
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>Whether a value is the trace itself.</summary>
    bool IsExact { get; }

    /// <summary>Values for each sample: 1 where they are exact, else independent estimates, each of which is followed along the flow.</summary>
    int Columns { get; }

    /// <summary>The rule at work for one worker.</summary>
    /// <param name="score">The model of the noise.</param>
    /// <param name="space">The space that states x live in.</param>
    /// <param name="seed">Fixes random directions.</param>
    IDivergence<T> Create<T>(IDifferentiableScore<Tile<T>> score, TileSpace<T> space, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
