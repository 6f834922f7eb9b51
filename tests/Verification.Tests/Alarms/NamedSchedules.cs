using ScoreSde.Schedules;

namespace ScoreSde.Tests.Alarms;

/// <summary>The schedules that <c>verify</c> must not cry wolf on: usual ones, steep and flat ones, and tables as others ship them.</summary>
internal static class NamedSchedules
{
    private const int Steps = 1000;

    private static readonly IReadOnlyList<(string Name, Func<INoiseSchedule> Make)> All =
    [
        .. Linear((0.1, 20), (0.01, 30), (0.05, 12), (0.1, 10), (0.1, 30), (0.1, 40), (0.1, 60), (1, 1), (20, 20), (0.001, 5)),
        ("cosine", static () => new CosineSchedule()),
        .. Geometric((0.01, 50), (0.01, 5), (0.002, 80), (0.1, 1), (0.01, 378)),
        ("ddpm", static () => Table(static u => 1e-4 + (0.0199 * u))),
        ("scaled-linear", static () => Table(static u => Math.Pow(Math.Sqrt(0.00085) + (u * (Math.Sqrt(0.012) - Math.Sqrt(0.00085))), 2))),
        ("sigmoid", static () => Table(static u => 1e-4 + (0.0199 / (1 + Math.Exp(6 - (12 * u)))))),
        ("cosine-table", static () => TableSchedule.FromBetas(
            [.. Enumerable.Range(0, Steps).Select(static i => Math.Min(0.999, 1 - (AlphaBar((i + 1.0) / Steps) / AlphaBar((double)i / Steps))))])),
        ("random-30", static () => Random(7, 30)),
        ("random-30-b", static () => Random(8, 30)),
        ("random-200", static () => Random(9, 200)),
    ];

    public static IEnumerable<string> Names => All.Select(static known => known.Name);

    public static INoiseSchedule Of(string name) => All.Single(known => known.Name == name).Make();

    private static IEnumerable<(string, Func<INoiseSchedule>)> Linear(params (double Low, double High)[] rates) =>
        rates.Select(static rate => ($"linear:{rate.Low},{rate.High}", new Func<INoiseSchedule>(() => new LinearSchedule(rate.Low, rate.High))));

    private static IEnumerable<(string, Func<INoiseSchedule>)> Geometric(params (double Low, double High)[] levels) =>
        levels.Select(static level => ($"geometric:{level.Low},{level.High}", new Func<INoiseSchedule>(() => new GeometricSchedule(level.Low, level.High))));

    private static TableSchedule Table(Func<double, double> beta) =>
        TableSchedule.FromBetas([.. Enumerable.Range(0, Steps).Select(i => beta(i / (Steps - 1.0)))]);

    private static double AlphaBar(double u) => Math.Pow(Math.Cos((u + 0.008) / 1.008 * Math.PI / 2), 2);

    // β_i with uniform logarithms, neighbours unrelated: no author's table is as rough.
    private static TableSchedule Random(int seed, int steps)
    {
        var random = new Random(seed);
        return TableSchedule.FromBetas([.. Enumerable.Range(0, steps).Select(_ => 1e-3 * Math.Pow(300, random.NextDouble()))]);
    }
}
