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

    /// <summary>The time at which steps end.</summary>
    double End { get; }

    /// <summary>The method at work on one sample at a time.</summary>
    /// <param name="process">The forward process.</param>
    /// <param name="space">The space of states of one row; all memory is taken from it here.</param>
    IAdaptiveStepper<T> CreateStepper<T>(IDiffusionProcess process, TileSpace<T> space)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
