using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.States;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// What the roundings of a computation come to, by Monte Carlo arithmetic: it is done again with every noise level and every weight of a sum off
/// by a random part of its last place, and the results are as far apart as roundings can make them. Parker 1997.
/// </summary>
/// <remarks>
/// A mistake in a formula moves all repetitions alike, so it does not widen what is allowed. Of six repetitions all must come out within a
/// thirtieth of the true spread for the allowance to be short.
/// </remarks>
internal static class Shaken
{
    /// <summary>Repetitions.</summary>
    public const int Times = 6;

    /// <summary>How many times the widest spread is allowed.</summary>
    public const double Allowance = 30;

    // Half of the last place of a number near 2.
    private const double Unit = 2.3e-16;

    /// <summary>A figure that may be off by <paramref name="tolerance"/>, or by what its roundings come to where that is more.</summary>
    /// <param name="what">Which quantity.</param>
    /// <param name="expected">The figure of theory.</param>
    /// <param name="tolerance">What the usual roundings come to; absolute.</param>
    /// <param name="measure">The computation.</param>
    public static Measurement Absolute(string what, double expected, double tolerance, Func<Shake, double> measure)
    {
        double measured = measure(default);
        var plain = Measurement.Absolute(what, expected, measured, tolerance);
        return plain.Excess <= 1 ? plain : plain with { Tolerance = Math.Max(tolerance, Allowance * Spread([measured], shake => [measure(shake)])) };
    }

    /// <summary>Two lists of numbers, alike to within a share of the largest number, or to what the roundings of both come to.</summary>
    public static Measurement Alike(string what, Func<Shake, double[]> expected, Func<Shake, double[]> measured, double tolerance)
    {
        double[] right = expected(default);
        double[] taken = measured(default);
        var plain = Measurement.Alike(what, right, taken, tolerance);
        return plain.Excess <= 1 ? plain : plain with { Tolerance = Math.Max(plain.Tolerance, Allowance * Math.Max(Spread(right, expected), Spread(taken, measured))) };
    }

    /// <summary>The largest difference of the repetitions to what was computed without shaking.</summary>
    public static double Spread(double[] values, Func<Shake, double[]> repeat)
    {
        double widest = 0;
        for (ulong seed = 1; seed <= Times; seed++)
        {
            foreach ((double first, double second) in values.Zip(repeat(new(seed))))
            {
                double off = Math.Abs(first - second);
                widest = Math.Max(widest, double.IsFinite(off) ? off : 0);
            }
        }

        return widest;
    }

    /// <summary>The process with its levels off.</summary>
    public static IDiffusionProcess Process(IDiffusionProcess inner, ulong seed) => new ShakenProcess(inner, seed);

    /// <summary>The space with its weights off.</summary>
    public static IStateSpace<TState> Space<TState>(IStateSpace<TState> inner, ulong seed) => new ShakenSpace<TState>(inner, seed);

    // In [−1, 1), from the bits of a number: SplitMix64's last round.
    private static double Random(ulong seed)
    {
        ulong z = unchecked((seed + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return (((z ^ (z >> 31)) >> 11) * (2.0 / (1ul << 53))) - 1;
    }

    private static double Off(double value, ulong seed) => value * (1 + (Unit * Random(unchecked((seed * 0xD1342543DE82EF95) + BitConverter.DoubleToUInt64Bits(value)))));

    private sealed class ShakenProcess(IDiffusionProcess inner, ulong seed) : IDiffusionProcess
    {
        public string Name => inner.Name;

        public INoiseSchedule Schedule => inner.Schedule;

        public double PriorDeviation => inner.PriorDeviation;

        public double DriftRate(double t) => Off(inner.DriftRate(t), seed);

        public double DiffusionSquared(double t) => Off(inner.DiffusionSquared(t), seed);

        public NoiseLevel At(double t) => Move(inner.At(t));

        public NoiseLevel AtLambda(double lambda) => Move(inner.AtLambda(lambda));

        private NoiseLevel Move(NoiseLevel level) => level.IsClean ? level : level with
        {
            LogMeanScale = Off(level.LogMeanScale, seed),
            Deviation = Off(level.Deviation, seed + Times),
            Lambda = Off(level.Lambda, seed + (2 * Times)),
        };
    }

    private sealed class ShakenSpace<TState>(IStateSpace<TState> inner, ulong seed) : IStateSpace<TState>
    {
        private (double Weight, TState State)[] moved = [];
        private ulong sums;

        public int Dimension => inner.Dimension;

        public TState Allocate() => inner.Allocate();

        public void Combine(TState target, params ReadOnlySpan<(double Weight, TState State)> terms)
        {
            if (moved.Length < terms.Length)
            {
                moved = new (double, TState)[terms.Length];
            }

            for (int i = 0; i < terms.Length; i++)
            {
                moved[i] = (Off(terms[i].Weight, unchecked(seed + (Times * ++sums))), terms[i].State);
            }

            inner.Combine(target, moved.AsSpan(0, terms.Length));
        }

        public void FillNormal(TState target, double scale, NoiseKey key) => inner.FillNormal(target, scale, key);

        public void AddNormal(TState target, double scale, NoiseKey key) => inner.AddNormal(target, scale, key);

        public void AddByNormRatio(TState target, double weight, TState direction, TState numerator, TState denominator, int power) =>
            inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
    }
}
