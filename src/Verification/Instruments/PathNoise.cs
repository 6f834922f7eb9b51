using ScoreSde.Processes;
using ScoreSde.Solvers;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// How the noises z₀, z₁, … of a step are integrals of the Brownian motion W that drives the exact solution. A method's strong order is
/// measured with the integrals that its noises are.
/// </summary>
/// <param name="Name">What the noises are, in a few words.</param>
/// <param name="Of">The integrals of a step from a time to an earlier one, in the order of the step's draws; their weights are orthogonal.</param>
public sealed record PathNoise(string Name, Func<IDiffusionProcess, double, double, IReadOnlyList<WienerIntegral>> Of)
{
    /// <summary>One noise a step, W/√δ: w = 1.</summary>
    public static PathNoise Increment { get; } = new("increment in t", static (_, from, to) => [new(from, to, static _ => 1)]);

    /// <summary>
    /// One noise a step, the increment of W(α²/σ²), the clock in which the noise of the exponential SDE solvers composes over any grid:
    /// w² = |d(α²/σ²)/dτ| = α² g²/σ⁴, since dσ²/dτ = 2 f σ² + g².
    /// </summary>
    public static PathNoise SignalToNoiseIncrement { get; } = new(
        "increment in α²/σ²", static (process, from, to) => [new(from, to, time => SignalToNoise(process, time))]);

    /// <summary>Two noises, W/√δ and √(12/δ) H with the space-time Lévy area H: w = 1 and ½ − u/δ, u the time since the step's start.</summary>
    public static PathNoise IncrementAndArea { get; } = new(
        "increment and area in t",
        static (_, from, to) => [new(from, to, static _ => 1), new(from, to, time => 0.5 - ((from - time) / (from - to)))]);

    /// <summary>Two noises, the increments of W(α²/σ²) over the halves of a step in λ.</summary>
    public static PathNoise HalvesInLambda { get; } = new("increments in α²/σ² over halves in λ", static (process, from, to) => PartsInLambda(process, from, to, 2));

    /// <summary>Three noises, the increments of W(α²/σ²) over the thirds of a step in λ.</summary>
    public static PathNoise ThirdsInLambda { get; } = new("increments in α²/σ² over thirds in λ", static (process, from, to) => PartsInLambda(process, from, to, 3));

    /// <summary>The integrals that a method's facts speak of.</summary>
    /// <exception cref="NotSupportedException">The facts tell of no path, so that a strong order means nothing.</exception>
    public static PathNoise For(SolverFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Noise switch
        {
            StepNoise.Increment => Increment,
            StepNoise.IncrementAndArea => IncrementAndArea,
            StepNoise.HalvesInLambda => HalvesInLambda,
            StepNoise.ThirdsInLambda => ThirdsInLambda,
            _ => throw new NotSupportedException($"The facts of '{facts.Name}' do not say what its noise is of a Brownian path, so it has no strong order."),
        };
    }

    private static WienerIntegral[] PartsInLambda(IDiffusionProcess process, double from, double to, int parts)
    {
        double start = process.At(from).Lambda;
        double length = process.At(to).Lambda - start;
        double Time(int part) => part == 0 ? from : part == parts ? to : process.AtLambda(start + (part * length / parts)).Time;
        return [.. Enumerable.Range(0, parts).Select(part => new WienerIntegral(Time(part), Time(part + 1), time => SignalToNoise(process, time)))];
    }

    private static double SignalToNoise(IDiffusionProcess process, double time)
    {
        NoiseLevel level = process.At(time);
        return Math.Sqrt(process.DiffusionSquared(time)) / (level.Ratio * level.Deviation);
    }
}
