using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Slips;

/// <summary>A real process with one part replaced.</summary>
internal sealed class SlippedProcess(IDiffusionProcess inner) : IDiffusionProcess
{
    public Func<double, double>? Drift { get; init; }

    public Func<double, double>? Diffusion { get; init; }

    public Func<NoiseLevel, NoiseLevel>? Level { get; init; }

    public Func<double, double>? Lambda { get; init; }

    /// <summary>Done to the level that λ leads back to.</summary>
    public Func<NoiseLevel, NoiseLevel>? Back { get; init; }

    public string Name => inner.Name;

    public INoiseSchedule Schedule => inner.Schedule;

    public double PriorDeviation => inner.PriorDeviation;

    public double DriftRate(double t) => Drift?.Invoke(t) ?? inner.DriftRate(t);

    public double DiffusionSquared(double t) => Diffusion?.Invoke(t) ?? inner.DiffusionSquared(t);

    public NoiseLevel At(double t) => Level?.Invoke(inner.At(t)) ?? inner.At(t);

    public NoiseLevel AtLambda(double lambda)
    {
        NoiseLevel found = inner.AtLambda(Lambda?.Invoke(lambda) ?? lambda);
        return Back?.Invoke(found) ?? found;
    }
}
