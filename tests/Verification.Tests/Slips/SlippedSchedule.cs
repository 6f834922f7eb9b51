using ScoreSde.Schedules;

namespace ScoreSde.Tests.Slips;

/// <summary>A real schedule with one part replaced.</summary>
internal sealed class SlippedSchedule(INoiseSchedule inner) : INoiseSchedule
{
    public Func<double, double>? Rate { get; init; }

    public Func<double, double>? Whole { get; init; }

    public Func<double, double, double>? Part { get; init; }

    public Func<double, double>? Inverse { get; init; }

    public string Name => inner.Name;

    public double Beta(double t) => Rate?.Invoke(t) ?? inner.Beta(t);

    public double Integral(double t) => Whole?.Invoke(t) ?? inner.Integral(t);

    public double Integral(double a, double b) => Part?.Invoke(a, b) ?? inner.Integral(a, b);

    public double TimeOfIntegral(double integral) => Inverse?.Invoke(integral) ?? inner.TimeOfIntegral(integral);
}
