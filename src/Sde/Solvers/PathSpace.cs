using ScoreSde.Noise;
using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Solvers;

/// <summary>
/// A state space whose step noise comes from a path: the normals that a method asks for by name are increments (and areas) of the path
/// over the step at hand. All else, and all other noise, is the inner space's.
/// </summary>
/// <typeparam name="TState">A batch of samples.</typeparam>
internal sealed class PathSpace<TState>(IStateSpace<TState> inner, INoisePath<TState> path, StepNoise noise, IDiffusionProcess process)
    : IStateSpace<TState>
{
    private readonly TState[] parts = [.. Enumerable.Range(0, Parts(noise)).Select(_ => inner.Allocate())];
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

        for (int part = 0; part < parts.Length; part++)
        {
            if (key == step.Noise(NoisePurpose.Step, part, parts.Length))
            {
                return parts[part];
            }
        }

        throw new NotSupportedException($"The step asks for noise that '{noise}' does not name.");
    }

    private void Ask()
    {
        switch (noise)
        {
            case StepNoise.IncrementAndArea:
                path.Normals(step.From, step.To, parts[0], parts[1]);
                break;
            default:
                NoiseLevel from = step.From;
                for (int part = 0; part < parts.Length; part++)
                {
                    NoiseLevel to = part + 1 == parts.Length
                        ? step.To
                        : process.AtLambda(step.From.Lambda + (step.LambdaLength * (part + 1) / parts.Length));
                    path.Normals(from, to, parts[part]);
                    from = to;
                }

                break;
        }
    }

    private static int Parts(StepNoise noise) => noise switch
    {
        StepNoise.ThirdsInLambda => 3,
        StepNoise.HalvesInLambda or StepNoise.IncrementAndArea => 2,
        _ => 1,
    };
}
