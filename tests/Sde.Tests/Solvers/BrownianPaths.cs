using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Tests.Solvers;

/// <summary>
/// Brownian paths in one dimension over equal steps, as increments W and space-time areas H of every step: the noise of a state space
/// whose steppers draw W/√δ and √(12/δ) H. Paths can be made coarser, and stay the same paths.
/// </summary>
internal sealed class BrownianPaths
{
    // [step][path], in units of √δ and √(δ/12).
    private readonly double[][] increments;
    private readonly double[][] areas;

    private BrownianPaths(double[][] increments, double[][] areas) => (this.increments, this.areas) = (increments, areas);

    public int Steps => increments.Length;

    private int Count => increments[0].Length;

    public static BrownianPaths Draw(int steps, int count, ulong seed)
    {
        double[] Fill(int number)
        {
            double[] values = new double[count];
            Normals.Fill<double>(values, 1, 0, new NoiseKey(seed, (uint)number, NoisePurpose.Step));
            return values;
        }

        return new([.. Enumerable.Range(0, steps).Select(i => Fill(2 * i))], [.. Enumerable.Range(0, steps).Select(i => Fill((2 * i) + 1))]);
    }

    /// <summary>
    /// Two steps a and b in one: W = W_a + W_b and H = ½ (H_a + H_b) + ¼ (W_a − W_b), by ∫W over both steps.
    /// </summary>
    public BrownianPaths Halved() => new(
        [.. Pairs().Select(pair => Each(path => (increments[pair.A][path] + increments[pair.B][path]) / Math.Sqrt(2)))],
        [.. Pairs().Select(pair => Each(path =>
            ((areas[pair.A][path] + areas[pair.B][path]) / (2 * Math.Sqrt(2)))
            + (Math.Sqrt(12.0 / 32) * (increments[pair.A][path] - increments[pair.B][path]))))]);

    /// <summary>The same paths with the other sign of every area: of no Brownian path's halves, a fault to look for.</summary>
    public BrownianPaths WithReversedAreas() => new(increments, [.. areas.Select(static row => Array.ConvertAll(row, static z => -z))]);

    /// <summary>Tiles of these paths, one a row, for steppers that draw that many noises a step.</summary>
    public IStateSpace<Tile<double>> Space(int noisesPerStep) => new Tiles(this, noisesPerStep);

    private IEnumerable<(int A, int B)> Pairs() => Enumerable.Range(0, Steps / 2).Select(static i => (2 * i, (2 * i) + 1));

    private double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, Count).Select(value)];

    private sealed class Tiles(BrownianPaths paths, int noises) : IStateSpace<Tile<double>>
    {
        private readonly TileSpace<double> inner = new(paths.Count, 1);

        public int Dimension => 1;

        public Tile<double> Allocate() => inner.Allocate();

        public void Combine(Tile<double> target, params ReadOnlySpan<(double Weight, Tile<double> State)> terms) => inner.Combine(target, terms);

        public void FillNormal(Tile<double> target, double scale, NoiseKey key)
        {
            target.Values.Clear();
            AddNormal(target, scale, key);
        }

        public void AddNormal(Tile<double> target, double scale, NoiseKey key)
        {
            Assert.Equal(NoisePurpose.Step, key.Purpose);
            (int step, int part) = Math.DivRem((int)key.Interval, noises);
            double[] z = (part == 0 ? paths.increments : paths.areas)[step];
            for (int path = 0; path < z.Length; path++)
            {
                target.Values[path] += scale * z[path];
            }
        }

        public void AddByNormRatio(
            Tile<double> target, double weight, Tile<double> direction, Tile<double> numerator, Tile<double> denominator, int power) =>
            throw new NotSupportedException();
    }
}
