using ScoreSde.Processes;

namespace ScoreSde.Scores;

/// <summary>
/// What a guided model of the noise may offer besides its ε: the noise of the model that it leads away from, by which CFG++ renoises
/// (<see cref="Solvers.CfgPlusPlus"/>).
/// </summary>
/// <remarks>The promises of <see cref="IScoreFunction{TState}"/> hold for both. A wrapper says no where the model that it wraps does not offer it.</remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface IRenoisedScore<TState>
{
    /// <summary>Whether there are two models, so that <see cref="TryEvaluateRenoised"/> says yes.</summary>
    bool OffersRenoising => true;

    /// <summary>
    /// epsilon = what <see cref="IScoreFunction{TState}.Evaluate"/> writes and renoising = the ε of the model led away from, or the same as epsilon where guidance does not
    /// act; by as many evaluations as the first alone. False, with nothing written, where there are not two models. All states are distinct.
    /// </summary>
    bool TryEvaluateRenoised(TState x, NoiseLevel level, TState epsilon, TState renoising);
}
