using ScoreSde.Noise;

namespace ScoreSde.Solvers;

/// <summary>One Langevin corrector at work on one batch.</summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
public interface ICorrectorStepper<TState>
{
    /// <summary>One Langevin step at the level where <paramref name="step"/> begins, with the noise of that name. One evaluation.</summary>
    void Correct(TState x, in GridStep step, NoiseKey noise);
}
