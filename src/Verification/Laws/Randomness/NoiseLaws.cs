using MathNet.Numerics;
using ScoreSde.Noise;
using ScoreSde.Paths;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Randomness;

/// <summary>Laws of named noise. Statistics are held to a level of 1e-5 in a whole run.</summary>
internal static class NoiseLaws
{
    private const int Rows = 512;
    private const int Dimension = 4;
    private const int Cost = 5;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        Of(
            "noise-is-standard-normal",
            "FillNormal(scale) draws from N(0, scale²): Kolmogorov–Smirnov below its critical value, variance scale².",
            static (space, key, level) =>
            {
                double[] values = Fill(space, 2.5, key);
                Array.Sort(values);
                double distance = 0;
                for (int i = 0; i < values.Length; i++)
                {
                    double below = 0.5 * SpecialFunctions.Erfc(-values[i] / (2.5 * Math.Sqrt(2)));
                    distance = Math.Max(distance, Math.Max(below - ((double)i / values.Length), ((i + 1.0) / values.Length) - below));
                }

                int n = values.Length;
                return
                [
                    Measurement.AtMost("√n D", level.Kolmogorov, Math.Sqrt(n) * distance),
                    Measurement.Absolute("variance", 6.25, values.Sum(static v => v * v) / n, 6.25 * level.OffUnitVariance(n)),
                ];
            }),
        Of(
            "added-noise-is-filled-noise",
            "AddNormal adds scale · z with the very z that FillNormal writes for the key, bit for bit.",
            static (space, key, _) =>
            {
                Tile<double> x = space.Allocate();
                x.Values.Clear();
                space.AddNormal(x, 0.75, key);
                double[] z = Fill(space, 0.75, key);
                return [Measurement.Alike("x + scale z", z, x.Values, 0), Measurement.AtLeast("largest size", 0.1, z.Max(Math.Abs))];
            }),
        Of(
            "noise-names-are-apart",
            "Two names never share numbers: intervals, purposes and seeds give uncorrelated noise, and so do two samples of one name.",
            static (space, key, level) =>
            {
                double[] z = Fill(space, 1, key);
                return new (string What, NoiseKey Key)[]
                {
                    ("next interval", key with { Interval = key.Interval + 1 }),
                    ("other purpose", key with { Purpose = NoisePurpose.Corrector }),
                    ("next seed", key with { Seed = key.Seed + 1 }),
                }.Select(other => Uncorrelated(level, other.What, z, Fill(space, 1, other.Key)))
                    .Append(Uncorrelated(level, "next sample", z[..^Dimension], z[Dimension..]))
                    .Append(Uncorrelated(level, "next coordinate", z[..^1], z[1..]));
            }),
        Of(
            "noise-is-fixed-by-its-name",
            "The noise of a name is the same whenever it is asked for, and scales without a change of sign or place.",
            static (space, key, _) =>
            {
                double[] once = Fill(space, 1, key);
                double[] other = Fill(space, 1, key with { Interval = key.Interval + 7 });
                double[] again = Fill(space, 4, key);
                return
                [
                    Measurement.Alike("4 z", [.. once.Select(static z => 4 * z)], again, 1e-15),
                    Measurement.AtLeast("largest difference to another name", 0.1, once.Zip(other, static (a, b) => Math.Abs(a - b)).Max()),
                ];
            }),
        new Law<(double A, double B, double C)>
        {
            Name = "brownian-path-adds-up",
            Statement = "A Brownian path asked by intervals is one path: W(a, c) = W(a, b) + W(b, c), whatever was asked before.",
            Source = "Foster, Oberhauser and Strange 2020; definition of an increment",
            Subject = Subject.Noise,
            Cases = static _ => CasesOf.Generated(Draw.Of(Reals.Between(0, 1), Reals.Between(0, 1), Reals.Between(0, 1)), Cost),
            Measure = static (context, draw) =>
            {
                double[] times = [draw.A, draw.B, draw.C];
                Array.Sort(times);
                if (times[1] - times[0] < 1e-6 || times[2] - times[1] < 1e-6)
                {
                    throw new NotApplicableException("two times are one point of the tree");
                }

                IStateSpace<Tile<double>> space = context.Parts.Space(new TileSpace<double>(3, Dimension));
                double[] whole = Ask(new BrownianPath<Tile<double>>(space, 9), times[0], times[2]);
                var path = new BrownianPath<Tile<double>>(space, 9);
                double[] late = Ask(path, times[1], times[2]);
                double[] early = Ask(path, times[0], times[1]);
                return
                [
                    Measurement.Alike("W(a, c)", [.. early.Zip(late, static (a, b) => a + b)], whole, 1e-12),
                    Measurement.Alike("W(a, c) again", whole, Ask(path, times[0], times[2]), 0),
                ];

                double[] Ask(BrownianPath<Tile<double>> asked, double from, double to)
                {
                    Tile<double> increment = space.Allocate();
                    asked.Ask(from, to, increment);
                    return increment.Values.ToArray();
                }
            },
        },
        new Law<(double Seed, double First)>
        {
            Name = "noise-of-a-sample-alone",
            Statement = "Sample j's noise is the same in a batch, alone, and in a shard that begins at j, bit for bit.",
            Source = "Salmon et al. 2011 (Philox); a number is a function of its name",
            Subject = Subject.Noise,
            Cases = static _ => CasesOf.Generated(Draw.Of(Reals.Between(0, 1e9), Reals.Between(0, 1e6)), cost: 5),
            Measure = static (context, draw) =>
            {
                var key = new NoiseKey((ulong)draw.Seed, 3, NoisePurpose.Step);
                long first = (long)draw.First;
                var batch = new TileSpace<double>(7, 5);
                batch.MoveTo(first, 7);
                Tile<double> all = batch.Allocate();
                context.Parts.Space(batch).FillNormal(all, 1, key);
                var single = new TileSpace<double>(1, 5);
                Tile<double> one = single.Allocate();
                IStateSpace<Tile<double>> alone = context.Parts.Space(single);
                return Enumerable.Range(0, 7).Select(j =>
                {
                    single.MoveTo(first + j, 1);
                    alone.FillNormal(one, 1, key);
                    return Measurement.Alike($"sample {j}", all.Row(j), one.Values, 0);
                }).ToArray();
            },
        },
    ];

    private static Law<double> Of(string name, string statement, Func<IStateSpace<Tile<double>>, NoiseKey, Significance, IEnumerable<Measurement>> measure) => new()
    {
        Name = name,
        Statement = statement,
        Source = "Salmon et al. 2011 (Philox); Box and Muller 1958",
        Subject = Subject.Noise,
        Cases = static _ => CasesOf.Generated(Reals.Between(0, 1e9), Cost),
        Measure = (context, seed) => measure(
            context.Parts.Space(new TileSpace<double>(Rows, Dimension)),
            new NoiseKey((ulong)seed, 2, NoisePurpose.Step),
            Significance.Of(1 + (context.Cases / Cost))),
    };

    private static double[] Fill(IStateSpace<Tile<double>> space, double scale, NoiseKey key)
    {
        Tile<double> x = space.Allocate();
        space.FillNormal(x, scale, key);
        return x.Values.ToArray();
    }

    private static Measurement Uncorrelated(Significance level, string what, double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return Measurement.Absolute($"correlation, {what}", 0, sum / a.Length, level.Deviations / Math.Sqrt(a.Length));
    }
}
