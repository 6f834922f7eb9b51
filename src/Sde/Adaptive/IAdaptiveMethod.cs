using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>The settings of a method that chooses its steps: immutable, shared by all threads.</summary>
public interface IAdaptiveMethod
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>What the field calls it.</summary>
    string Title { get; }

    /// <summary>Paper and place.</summary>
    string Source { get; }

    /// <summary>Whether steps draw noise.</summary>
    bool IsStochastic { get; }

    /// <summary>The time at which steps end, where the model can be asked so low; else they end at the lowest time of its range.</summary>
    double End { get; }

    /// <summary>The method at work on one sample at a time.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="times">Steps go from the highest of these times to the lowest.</param>
    /// <param name="space">The space of states of one row; all memory is taken from it here.</param>
    IAdaptiveStepper<T> CreateStepper<T>(IDiffusionProcess process, TimeRange times, TileSpace<T> space)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
