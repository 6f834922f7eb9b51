using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>
/// The way from α = 0, where λ = −∞, to the first level of an adaptive run: one step of the classical Runge–Kutta method of the flow in q = α/σ, d(x/σ)/dq = x̂₀, to q = ε^(1/5)/20, ε the
/// tolerance. Its error, of the order of q⁵, is far below what a step may have.
/// </summary>
/// <remarks>A first step of the reverse SDE too: the state is nothing but noise there, and no law changes by drawing it again.</remarks>
internal sealed class FirstStretch<T>(IDiffusionProcess process, NoiseLevel start, Tolerance tolerance, TileSpace<T> space)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tile<T> stage = space.Allocate();
    private readonly Tile<T> data = space.Allocate();
    private readonly Tile<T> sum = space.Allocate();

    /// <summary>Where the method itself begins.</summary>
    public NoiseLevel End { get; } = start.IsPureNoise ? process.AtLambda(Math.Log(Math.Pow(tolerance.Absolute, 0.2) / 20)) : start;

    /// <summary>Takes x from the start to <see cref="End"/>, where the start has α = 0; leaves it as it is elsewhere.</summary>
    public IEnumerable<ScoreRequest<T>> Run(Tile<T> x)
    {
        if (!start.IsPureNoise)
        {
            yield break;
        }

        double q = Math.Exp(End.Lambda);
        NoiseLevel middle = process.AtLambda(End.Lambda - Math.Log(2));
        (NoiseLevel Level, double Node, double Weight)[] stages = [(start, 0, 1.0 / 6), (middle, 0.5, 1.0 / 3), (middle, 0.5, 1.0 / 3), (End, 1, 1.0 / 6)];
        space.Combine(sum, (0, x));
        foreach ((NoiseLevel level, double node, double weight) in stages)
        {
            if (node == 0)
            {
                space.Combine(stage, (1, x));
            }
            else
            {
                space.Combine(stage, (level.Deviation / start.Deviation, x), (level.Deviation * node * q, data));
            }

            yield return new ScoreRequest<T>(stage, level, data);
            if (!level.IsPureNoise)
            {
                space.Combine(data, (1 / level.MeanScale, stage), (-level.Ratio, data));
            }

            space.Combine(sum, (1, sum), (weight, data));
        }

        space.Combine(x, (End.Deviation / start.Deviation, x), (End.Deviation * q, sum));
    }
}
