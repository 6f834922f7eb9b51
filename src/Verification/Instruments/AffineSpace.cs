using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// The state space of affine forms in one dimension. A stepper that runs on it computes its own coefficients: the map from
/// the initial state and every named noise to the result, exactly and without sampling. The same key twice is the same noise.
/// </summary>
public sealed class AffineSpace : IStateSpace<AffineState>
{
    private const int StartPlace = 0;
    private const int ConstantPlace = 1;
    private const int FirstNoisePlace = 2;

    private readonly Dictionary<NoiseKey, int> places = [];
    private readonly List<NoiseKey> keys = [];
    private double[] sums = [];

    /// <summary>1: a Gaussian of several dimensions falls apart into its eigenvalues.</summary>
    public int Dimension => 1;

    /// <inheritdoc/>
    public AffineState Allocate() => new();

    /// <summary>target = scale · x + shift.</summary>
    public void Map(AffineState target, double scale, AffineState x, double shift)
    {
        ArgumentNullException.ThrowIfNull(target);
        Combine(target, (scale, x));
        target.Set(ConstantPlace, target[ConstantPlace] + shift);
    }

    /// <summary>The map that a state stands for.</summary>
    public AffineMap Read(AffineState x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var noise = new Dictionary<NoiseKey, double>();
        for (int k = 0; k < keys.Count; k++)
        {
            if (x[FirstNoisePlace + k] != 0)
            {
                noise.Add(keys[k], x[FirstNoisePlace + k]);
            }
        }

        return new AffineMap(x[StartPlace], x[ConstantPlace], noise);
    }

    /// <inheritdoc/>
    public void Combine(AffineState target, params ReadOnlySpan<(double Weight, AffineState State)> terms)
    {
        ArgumentNullException.ThrowIfNull(target);
        int length = 0;
        foreach ((_, AffineState state) in terms)
        {
            length = Math.Max(length, state.Length);
        }

        if (sums.Length < length)
        {
            sums = new double[2 * length];
        }

        // Apart from the target, which may be one of the states.
        Span<double> sum = sums.AsSpan(0, length);
        sum.Clear();
        foreach ((double weight, AffineState state) in terms)
        {
            MultiplyAdd(sum, weight, state.Coefficients);
        }

        target.SetAll(sum);
    }

    /// <inheritdoc/>
    public void FillNormal(AffineState target, double scale, NoiseKey key)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.SetOnly(PlaceOf(key), scale);
    }

    /// <inheritdoc/>
    public void AddNormal(AffineState target, double scale, NoiseKey key)
    {
        ArgumentNullException.ThrowIfNull(target);
        int place = PlaceOf(key);
        target.Set(place, target[place] + scale);
    }

    /// <summary>Not affine in the state.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void AddByNormRatio(
        AffineState target, double weight, AffineState direction, AffineState numerator, AffineState denominator, int power) =>
        throw new NotSupportedException(
            "A step whose size depends on norms of the state is not affine, so it has no exact moments; check it by sampling.");

    private static void MultiplyAdd(Span<double> sum, double weight, ReadOnlySpan<double> state)
    {
        int place = 0;
        var weights = new Vector<double>(weight);
        for (; place <= state.Length - Vector<double>.Count; place += Vector<double>.Count)
        {
            Vector.FusedMultiplyAdd(weights, new Vector<double>(state[place..]), new Vector<double>(sum[place..])).CopyTo(sum[place..]);
        }

        for (; place < state.Length; place++)
        {
            sum[place] = Math.FusedMultiplyAdd(weight, state[place], sum[place]);
        }
    }

    private int PlaceOf(NoiseKey key)
    {
        if (!places.TryGetValue(key, out int place))
        {
            place = FirstNoisePlace + keys.Count;
            places.Add(key, place);
            keys.Add(key);
        }

        return place;
    }
}
