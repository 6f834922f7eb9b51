using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>Mistakes in scores, conversions and random numbers.</summary>
internal static class ScoreAndNoiseSlips
{
    private static int asked;

    public static IReadOnlyList<Slip> All { get; } =
    [
        Score("the sign of the score", "score-is-the-gradient", static (_, e) => Each(e, static (_, v) => -v)),
        Score("the sign of the model in score matching", "denoising-is-score-matching", static (_, e) => Each(e, static (_, v) => -v)),
        new("half the Jacobian in the second-order Tweedie formula", "learned-variance-is-tweedie", Parts.Shipped with
        {
            Score = static data => new SlippedJacobian(data.Score<double>(), static _ => 0.5),
        }),
        Score("score where ε belongs", "score-is-the-gradient", static (level, e) => Each(e, (_, v) => -v / level.Deviation)),
        Score("an ε that is one per cent large in one coordinate", "rotation/ddim", static (_, e) => Each(e, static (j, v) => j == 0 ? 1.01 * v : v)),
        Score("a batch mean taken off", "sample-alone/ddim", static (_, e) =>
        {
            double sum = 0;
            foreach (double v in e.Values)
            {
                sum += v;
            }

            double mean = sum / e.Values.Length;
            Each(e, (_, v) => v - mean);
        }),
        Score("garbage in every evaluation", "allocation/ddim", static (_, e) => GC.KeepAlive(new double[e.Rows])),
        new("the divergence in the units of x where those of x/α belong", "likelihood-order", Parts.Shipped with
        {
            Score = static data => new SlippedJacobian(data.Score<double>(), static level => 1 / level.MeanScale),
        }),
        new("a Jacobian one per cent large", "likelihood-order", Parts.Shipped with
        {
            Score = static data => new SlippedJacobian(data.Score<double>(), static _ => 1.01),
        }),
        new("s for t in the score", "score-against-quantile-law", Parts.Shipped with
        {
            Score = static data => new SlippedScore(data.Score<double>()) { Level = static l => l with { Deviation = 1.01 * l.Deviation } },
        }),
        new("data that was not scaled by α", "ancestral-mean", Parts.Shipped with
        {
            Score = static data => new SlippedScore(data.Score<double>()) { Level = static l => l with { LogMeanScale = 0 } },
        }),
        new("the score's time where λ belongs", "second-order-tweedie", Parts.Shipped with
        {
            Score = static data => new SlippedScore(data.Score<double>()) { Level = static l => l with { LogMeanScale = 0.9 * l.LogMeanScale } },
        }),
        new("the sign of v", "conversions", Parts.Shipped with
        {
            FromNoise = static (kind, level) => kind == Parametrisation.Velocity
                ? new(-Conversion.FromNoise(kind, level).OnState, -Conversion.FromNoise(kind, level).OnOther)
                : Conversion.FromNoise(kind, level),
        }),
        new("a score without 1/σ", "losses-are-one-loss", Parts.Shipped with
        {
            FromNoise = static (kind, level) => kind == Parametrisation.Score ? new(0, -1) : Conversion.FromNoise(kind, level),
        }),
        new("Tweedie's formula without 1/α", "conversions", Parts.Shipped with
        {
            FromNoise = static (kind, level) => kind == Parametrisation.Data ? new(1, -level.Deviation) : Conversion.FromNoise(kind, level),
        }),
        new("α² + σ² = 1 taken for granted", "conversions", Parts.Shipped with
        {
            ToNoise = static (kind, level) => kind == Parametrisation.Velocity
                ? new(level.Deviation, level.MeanScale)
                : Conversion.ToNoise(kind, level),
        }),
        new("σ for σ² in E‖ε‖²", "noise-moment", Parts.Shipped with { Moment = static data => new RootMoment(new GaussianNoiseMoment(data)) }),
        new("1 − E‖ε_θ‖² for the residual of a mean that is wrong", "residual-variance-is-best", Parts.Shipped with { Residual = static moment => new AnalyticVariance(moment) }),
        new("E‖ε‖² = 1 whatever the data", "optimal-variance-exact-on-gaussians", Parts.Shipped with { Moment = static _ => new UnitMoment() }),
        Space("one noise for all intervals", "noise-names-are-apart", static s => new(s) { Key = static key => key with { Interval = 0 } }),
        Space("one noise for all purposes", "noise-names-are-apart", static s => new(s) { Key = static key => key with { Purpose = NoisePurpose.Step } }),
        Space("a seed that is not used", "noise-names-are-apart", static s => new(s) { Key = static key => key with { Seed = 0 } }),
        Space("cos where sin belongs: every number twice", "noise-names-are-apart", static s => new(s)
        {
            After = static x => Each(x, (j, v) => v, pairs: true),
        }),
        Space("the variance for the deviation", "noise-is-standard-normal", static s => new(s) { Scale = static scale => scale * scale }),
        Space("uniform noise of unit variance", "noise-is-standard-normal", static s => new(s) { After = static x => Each(x, static (_, v) => Uniform(v)) }),
        Space("another noise in AddNormal than in FillNormal", "added-noise-is-filled-noise", static s => new(s)
        {
            KeyOfAdd = static key => key with { Interval = key.Interval + 1 },
        }),
        Space("noise drawn anew each time it is asked for", "noise-is-fixed-by-its-name", static s => new(s)
        {
            Key = static key => key with { Interval = (uint)Interlocked.Increment(ref asked) },
        }),
        new("noise that depends on the row in the batch", "noise-of-a-sample-alone", Parts.Shipped with
        {
            Space = static space => new SlippedSpace<Tile<double>>(space) { Key = key => key with { Interval = (uint)space.Window.Rows } },
        }),
    ];

    private static Slip Score(string name, string caughtBy, Action<NoiseLevel, Tile<double>> after) => new(name, caughtBy, Parts.Shipped with
    {
        Score = data => new SlippedScore(data.Score<double>()) { After = after },
    });

    private static Slip Space(string name, string caughtBy, Func<TileSpace<double>, SlippedSpace<Tile<double>>> wrong) =>
        new(name, caughtBy, Parts.Shipped with { Space = space => wrong(space) });

    private static void Each(Tile<double> x, Func<int, double, double> change, bool pairs = false)
    {
        Span<double> values = x.Values;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = pairs ? values[i - (i % 2)] : change(i % x.Dimension, values[i]);
        }
    }

    // The probability of a normal number, spread to unit variance again; scale 2.5 as the property asks.
    private static double Uniform(double value) =>
        2.5 * Math.Sqrt(12) * (0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-value / (2.5 * Math.Sqrt(2))) - 0.5);

    private sealed class RootMoment(INoiseMoment right) : INoiseMoment
    {
        public double At(NoiseLevel level) => Math.Sqrt(right.At(level));
    }

    private sealed class UnitMoment : INoiseMoment
    {
        public double At(NoiseLevel level) => 1;
    }
}
