using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Noise.Paths;

/// <summary>
/// A state space whose step noise comes from a path: the normals that a method asks for by name are increments (and areas) of the path
/// over the step at hand. All else, and all other noise, is the inner space's.
/// </summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
internal sealed class PathSpace<TState>(IStateSpace<TState> inner, INoisePath<TState> path, StepNoise noise, IDiffusionProcess process)
    : IStateSpace<TState>
{
    private readonly TState first = inner.Allocate();
    private readonly TState second = inner.Allocate();
    private GridStep step;
    private bool known;

    public int Dimension => inner.Dimension;

    /// <summary>Moves to a step; step 0 begins other samples.</summary>
    public void Enter(in GridStep next)
    {
        step = next;
        known = false;
        if (next.Index == 0)
        {
            path.Restart();
        }
    }

    public TState Allocate() => inner.Allocate();

    public void Combine(TState target, params ReadOnlySpan<(double Weight, TState State)> terms) => inner.Combine(target, terms);

    public void FillNormal(TState target, double scale, NoiseKey key)
    {
        if (key.Purpose == NoisePurpose.Step)
        {
            inner.Combine(target, (scale, Normals(key)));
        }
        else
        {
            inner.FillNormal(target, scale, key);
        }
    }

    public void AddNormal(TState target, double scale, NoiseKey key)
    {
        if (key.Purpose == NoisePurpose.Step)
        {
            inner.Combine(target, (1, target), (scale, Normals(key)));
        }
        else
        {
            inner.AddNormal(target, scale, key);
        }
    }

    public void AddByNormRatio(TState target, double weight, TState direction, TState numerator, TState denominator, int power) =>
        inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);

    private TState Normals(NoiseKey key)
    {
        if (!known)
        {
            Ask();
            known = true;
        }

        return key == step.Noise(NoisePurpose.Step, 0, noise == StepNoise.Increment ? 1 : 2) ? first : second;
    }

    private void Ask()
    {
        switch (noise)
        {
            case StepNoise.IncrementAndArea:
                path.Normals(step.From, step.To, first, second);
                break;
            case StepNoise.HalvesInLambda:
                NoiseLevel middle = process.AtLambda(step.From.Lambda + (step.LambdaLength / 2));
                path.Normals(step.From, middle, first);
                path.Normals(middle, step.To, second);
                break;
            default:
                path.Normals(step.From, step.To, first);
                break;
        }
    }
}
