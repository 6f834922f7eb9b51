using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Scores;

/// <summary>How one score function behaves, whatever it is the score of.</summary>
internal static class ScoreConductLaws
{
    private const int Rows = 9;

    public static IEnumerable<IProperty> For<T>(
        IScoreFunction<Tile<T>> score, IDiffusionProcess process, Func<double[], NoiseLevel, double>? logDensity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        yield return Of("score-rows", "A row of ε depends on its own row alone: a sample in a batch and alone has the same bits.", (level, seed) =>
        {
            (double[] x, double[] epsilon) = Evaluate(score, level, seed, Rows, 0);
            return Enumerable.Range(0, Rows).Select(row => Measurement.Alike(
                $"row {row}",
                epsilon.AsSpan(row * score.Dimension, score.Dimension),
                Evaluate(score, level, seed, 1, row).Epsilon,
                0)).Append(Measurement.Exactly("numbers of x", Rows * score.Dimension, x.Length)).ToArray();
        });
        yield return Of("score-leaves-x", "x is left as it is.", (level, seed) =>
            [Measurement.Alike("x", Wide(Draws<T>(score.Dimension, level, seed, Rows, 0).Values), Evaluate(score, level, seed, Rows, 0).X, 0)]);
        yield return Of("score-finite", "ε is finite for every x that a run meets.", (level, seed) =>
            Evaluate(score, level, seed, Rows, 0).Epsilon.Select(static value => Measurement.AtMost("|ε|", double.MaxValue, Math.Abs(value))));
        yield return Of("score-threads", "One instance serves several threads at once with the same bits.", (level, seed) =>
        {
            double[] expected = Evaluate(score, level, seed, Rows, 0).Epsilon;
            double[][] together = new double[4][];
            Parallel.For(0, together.Length, i => together[i] = Evaluate(score, level, seed, Rows, 0).Epsilon);
            return together.Select((epsilon, i) => Measurement.Alike($"thread {i}", expected, epsilon, 0));
        });
        yield return Of("score-allocation", "In steady state an evaluation makes no garbage.", (level, seed) =>
        {
            Tile<T> x = Draws<T>(score.Dimension, level, seed, Rows, 0);
            Tile<T> epsilon = new TileSpace<T>(Rows, score.Dimension).Allocate();
            long least = long.MaxValue;
            for (int run = 0; run < 5; run++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                score.Evaluate(x, level, epsilon);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return [Measurement.Exactly("bytes", 0, least)];
        });
        if (score is IRowwiseScore<T> rowwise)
        {
            yield return Of("score-own-levels", "A row with a level of its own has the bits that it has alone at that level.", (level, seed) =>
            {
                NoiseLevel[] levels = [.. Enumerable.Range(1, Rows).Select(row => process.At(1 - (0.98 * (row * level.Time % 1))))];
                long[] samples = [.. Enumerable.Range(0, Rows).Select(static row => 1000L - (7 * row))];
                Tile<T> x = Draws<T>(score.Dimension, level, seed, Rows, 0);
                Tile<T> epsilon = new TileSpace<T>(Rows, score.Dimension).Allocate();
                rowwise.Evaluate(x, levels, samples, epsilon);
                return Enumerable.Range(0, Rows).Select(row =>
                {
                    var one = new TileSpace<T>(1, score.Dimension);
                    one.MoveTo(samples[row], 1);
                    (Tile<T> alone, Tile<T> expected) = (one.Allocate(), one.Allocate());
                    x.Row(row).CopyTo(alone.Values);
                    score.Evaluate(alone, levels[row], expected);
                    return Measurement.Alike($"row {row}", Wide(expected.Values), Wide(epsilon.Row(row)), 0);
                }).ToArray();
            });
        }

        if (logDensity is not null)
        {
            yield return Of("score-gradient", "ε = −σ ∇ ln p_t, by differences of the given density.", (level, seed) =>
            {
                (double[] x, double[] epsilon) = Evaluate(score, level, seed, 1, 0);
                double h = 1e-3 * level.Deviation;
                return Enumerable.Range(0, x.Length).Select(j =>
                {
                    double At(double shift)
                    {
                        double[] moved = [.. x];
                        moved[j] += shift;
                        return logDensity(moved, level);
                    }

                    double slope = -((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / 12e-3;

                    // ε is a difference of x and α m over σ, in the number's own last place.
                    double rounding = 32 * Unit<T>() * (1 + Math.Abs(slope) + (Math.Abs(x[j]) / level.Deviation));
                    return Measurement.Absolute($"ε_{j}", slope, epsilon[j], (1e-6 * (1 + Math.Abs(slope))) + (1e-12 * Math.Abs(At(0))) + rounding);
                });
            });
        }

        Law<(double Time, double Seed)> Of(string name, string statement, Func<NoiseLevel, ulong, IEnumerable<Measurement>> measure) => new()
        {
            Name = name,
            Statement = statement,
            Source = "IScoreFunction's contract",
            Subject = Subject.Score,
            Cases = static _ => CasesOf.Generated(Draw.Of(Reals.Between(0.02, 1), Reals.Between(0, 1e9)), cost: 5),
            Measure = (_, draw) => measure(process.At(draw.Time), (ulong)draw.Seed),
        };
    }

    private static Tile<T> Draws<T>(int dimension, NoiseLevel level, ulong seed, int rows, long first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var space = new TileSpace<T>(rows, dimension);
        space.MoveTo(first, rows);
        Tile<T> x = space.Allocate();
        space.FillNormal(x, level.MeanScale + level.Deviation, new NoiseKey(seed, 0, NoisePurpose.Prior));
        return x;
    }

    private static (double[] X, double[] Epsilon) Evaluate<T>(IScoreFunction<Tile<T>> score, NoiseLevel level, ulong seed, int rows, long first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tile<T> x = Draws<T>(score.Dimension, level, seed, rows, first);
        var space = new TileSpace<T>(rows, score.Dimension);
        space.MoveTo(first, rows);
        Tile<T> epsilon = space.Allocate();
        score.Evaluate(x, level, epsilon);
        return (Wide(x.Values), Wide(epsilon.Values));
    }

    private static double[] Wide<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = double.CreateChecked(values[i]);
        }

        return wide;
    }

    private static double Unit<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => double.CreateChecked(T.BitIncrement(T.One) - T.One);
}
