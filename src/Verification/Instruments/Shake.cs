using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.States;

namespace ScoreSde.Verification.Instruments;

/// <summary>One repetition of a computation with its arithmetic shaken, see <c>Shaken</c>; the default one leaves all as it is.</summary>
/// <param name="Seed">Which repetition; 0 shakes nothing.</param>
internal readonly record struct Shake(ulong Seed)
{
    /// <summary>Repetitions.</summary>
    public const int Repetitions = 6;

    // Half of the last place of a number near 2.
    private const double Unit = 2.3e-16;

    /// <summary>The process, shaken.</summary>
    public IDiffusionProcess Of(IDiffusionProcess process) => Seed == 0 ? process : new ShakenProcess(process, Seed);

    /// <summary>The space, shaken.</summary>
    public IStateSpace<TState> Of<TState>(IStateSpace<TState> space) => Seed == 0 ? space : new ShakenSpace<TState>(space, Seed);

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
            Deviation = Off(level.Deviation, seed + Repetitions),
            Lambda = Off(level.Lambda, seed + (2 * Repetitions)),
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
                moved[i] = (Off(terms[i].Weight, unchecked(seed + (Repetitions * ++sums))), terms[i].State);
            }

            inner.Combine(target, moved.AsSpan(0, terms.Length));
        }

        public void FillNormal(TState target, double scale, NoiseKey key) => inner.FillNormal(target, scale, key);

        public void AddNormal(TState target, double scale, NoiseKey key) => inner.AddNormal(target, scale, key);

        public void AddByNormRatio(TState target, double weight, TState direction, TState numerator, TState denominator, int power) =>
            inner.AddByNormRatio(target, weight, direction, numerator, denominator, power);
    }
}
