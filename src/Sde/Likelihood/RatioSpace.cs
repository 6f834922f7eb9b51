using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>
/// A state space that keeps the normal of each step and what it was multiplied with, and sees whether the step is x ← m + D z, z the last that it adds. Samples have the bits that they have without it.
/// </summary>
/// <param name="inner">The space.</param>
/// <param name="isSilent">Whether to see only which noise a step asks for, and to draw none: the names of a run's noise are the run's.</param>
/// <typeparam name="TState">A batch of samples.</typeparam>
internal sealed class RatioSpace<TState>(IStateSpace<TState> inner, bool isSilent = false) : IStateSpace<TState>
{
    private TState? state;
    private bool hasDrawn;
    private StepFlaw flaw;

    public int Dimension => inner.Dimension;

    /// <summary>z of the step.</summary>
    public TState Noise { get; } = inner.Allocate();

    /// <summary>D of the step; NaN where nobody knows.</summary>
    public double Deviation { get; private set; }

    /// <summary>A step of this state begins.</summary>
    public void Enter(TState x)
    {
        state = x;
        hasDrawn = false;
        flaw = StepFlaw.None;
        Deviation = 0;
    }

    /// <summary>The step is over.</summary>
    public StepFlaw Leave() => flaw == StepFlaw.None && !hasDrawn ? StepFlaw.NoNoise : flaw;

    public TState Allocate() => inner.Allocate();

    public void Combine(TState target, params ReadOnlySpan<(double Weight, TState State)> terms)
    {
        Change(target);
        inner.Combine(target, terms);
    }

    public void FillNormal(TState target, double scale, NoiseKey key)
    {
        Note(key.Purpose == NoisePurpose.Step ? StepFlaw.NoiseWithin : StepFlaw.OtherNoise);
        if (!isSilent)
        {
            inner.FillNormal(target, scale, key);
        }
    }

    public void AddNormal(TState target, double scale, NoiseKey key)
    {
        if (hasDrawn || key.Purpose != NoisePurpose.Step)
        {
            Note(StepFlaw.OtherNoise);
            if (!isSilent)
            {
                inner.AddNormal(target, scale, key);
            }

            return;
        }

        Note(ReferenceEquals(target, state) ? StepFlaw.None : StepFlaw.NoiseWithin);
        if (!isSilent)
        {
            inner.FillNormal(Noise, 1, key);
            inner.Combine(target, (1, target), (scale, Noise));
        }

        hasDrawn = scale != 0;
        Deviation = scale;
    }

    public void AddByNormRatio(TState target, double weight, TState direction, TState numerator, TState denominator, int power)
    {
        Change(target);
        inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
    }

    private void Change(TState target)
    {
        if (hasDrawn && ReferenceEquals(target, state))
        {
            Note(StepFlaw.NoiseWithin);
        }
    }

    private void Note(StepFlaw seen) => flaw = flaw == StepFlaw.None ? seen : flaw;
}
