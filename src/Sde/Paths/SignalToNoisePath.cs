using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Paths;

/// <summary>
/// A Brownian path in the clock c = e^(2rλ), kept as the stationary process Y(λ) = W(c)/√c ~ N(0, I) with correlation e^(−r|Δλ|), by
/// halving a range of λ: the middle of a cell with ρ = e^(−r h/2) is (ρ/(1 + ρ²)) (Y_left + Y_right) + √((1 − ρ²)/(1 + ρ²)) z.
/// </summary>
/// <remarks>
/// λ is taken to the nearest multiple of 2⁻³¹ of the range; at such points the joint law is exact. Questions change nothing
/// for other questions.
/// </remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public sealed class SignalToNoisePath<TState> : INoisePath<TState>
{
    /// <summary>The cleanest λ that a path reaches: σ/α = 2e-9.</summary>
    public const double Highest = 20;

    private readonly IStateSpace<TState> space;
    private readonly ulong seed;
    private readonly double rate;
    private readonly double lowest;
    private readonly TState[] values;
    private readonly long[] places = new long[DyadicTree.Levels + 2];
    private readonly TState start;
    private readonly TState end;
    private int depth = -1;

    /// <param name="space">The space of the samples; all memory is taken from it here.</param>
    /// <param name="seed">Fixes the path of every sample.</param>
    /// <param name="noisiest">Where the path begins.</param>
    /// <param name="rate">r, the noise rate of the method.</param>
    public SignalToNoisePath(IStateSpace<TState> space, ulong seed, NoiseLevel noisiest, double rate = 1)
    {
        ArgumentNullException.ThrowIfNull(space);
        this.space = space;
        this.seed = seed;
        this.rate = Require.Positive(rate);
        lowest = Require.Between(noisiest.Lambda, double.MinValue, Highest - 1);
        values = [.. Enumerable.Range(0, places.Length).Select(_ => space.Allocate())];
        start = space.Allocate();
        end = space.Allocate();
    }

    /// <inheritdoc/>
    public void Restart() => depth = -1;

    /// <summary>W/√δ in the clock of this path.</summary>
    /// <inheritdoc/>
    public void Normals(NoiseLevel from, NoiseLevel to, TState increment, TState? area = default)
    {
        if (area is not null)
        {
            throw new NotSupportedException("A path in the signal-to-noise clock has no areas; take the clock t.");
        }

        long a = Point(Math.Min(from.Lambda, to.Lambda));
        long b = Point(Math.Max(from.Lambda, to.Lambda));
        if (a == b)
        {
            throw new ArgumentException($"Times {from.Time:R} and {to.Time:R} are closer than the resolution of a path.", nameof(to));
        }

        Value(a, start);
        Value(b, end);
        double h = rate * (b - a) * (Highest - lowest) / DyadicTree.Leaves;
        double scale = 1 / Math.Sqrt(-Special.Exponentials.Expm1(-2 * h)) * (from.Lambda <= to.Lambda ? 1 : -1);
        space.Combine(increment, (scale, end), (-scale * Math.Exp(-h), start));
    }

    private long Point(double lambda) => DyadicTree.Point(Require.Between((lambda - lowest) / (Highest - lowest), 0, 1));

    // values[0] and values[1] are the ends, values[k + 2] is the middle of the cell of level k on the way down.
    private void Value(long point, TState target)
    {
        if (depth < 0)
        {
            double across = Math.Exp(-rate * (Highest - lowest));
            (places[0], places[1]) = (0, DyadicTree.Leaves);
            space.FillNormal(values[0], 1, DyadicTree.Root(seed, NoisePurpose.LambdaPath, 0));
            space.Combine(values[1], (across, values[0]));
            space.AddNormal(values[1], Math.Sqrt(1 - (across * across)), DyadicTree.Root(seed, NoisePurpose.LambdaPath, 1));
            depth = 0;
        }

        int left = 0;
        int right = 1;
        for (int level = 0; places[left] != point && places[right] != point; level++)
        {
            long middle = (places[left] + places[right]) / 2;
            int slot = level + 2;
            if (level >= depth || places[slot] != middle)
            {
                Halve(level, left, right, slot);
                places[slot] = middle;
                depth = level + 1;
            }

            (left, right) = point < middle ? (left, slot) : (slot, right);
        }

        space.Combine(target, (1, values[places[left] == point ? left : right]));
    }

    private void Halve(int level, int left, int right, int slot)
    {
        double half = rate * (Highest - lowest) / (1L << (level + 1));
        double rho = Math.Exp(-half);
        double weight = rho / (1 + (rho * rho));
        long index = places[left] >> (DyadicTree.Levels - level);
        space.Combine(values[slot], (weight, values[left]), (weight, values[right]));
        space.AddNormal(values[slot], Math.Sqrt(Math.Tanh(half)), DyadicTree.Node(seed, NoisePurpose.LambdaPath, level, index, 0));
    }
}
