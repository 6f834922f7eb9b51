using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Verification.Instruments;

/// <summary>One repetition of a computation with its arithmetic shaken, see <see cref="Shaken"/>; the default one leaves all as it is.</summary>
/// <param name="Seed">Which repetition; 0 shakes nothing.</param>
internal readonly record struct Shake(ulong Seed)
{
    /// <summary>The process, shaken.</summary>
    public IDiffusionProcess Of(IDiffusionProcess process) => Seed == 0 ? process : Shaken.Process(process, Seed);

    /// <summary>The space, shaken.</summary>
    public IStateSpace<TState> Of<TState>(IStateSpace<TState> space) => Seed == 0 ? space : Shaken.Space(space, Seed);
}
