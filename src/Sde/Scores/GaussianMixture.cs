using System.Buffers;
using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Scores;

/// <summary>
/// Data with a known law: Σ_k w_k N(m_k, Σ_k). Under any linear Gaussian process it stays a mixture,
/// p_t = Σ_k w_k N(α m_k, α² Σ_k + σ² I), so score, log-density and sampling are exact at every t. The oracle of all tests.
/// </summary>
public sealed class GaussianMixture
{
    private const int RowsAtOnce = 256;
    private const int NumbersAtOnce = 1 << 18;
    private readonly LevelCache<MixtureAtLevel> levels;
    private readonly double[] mean;

    /// <param name="components">The components, all of one dimension.</param>
    /// <param name="weights">Positive weights; scaled to sum 1. Equal when null.</param>
    /// <exception cref="ArgumentException">No components, of different dimensions, other weights than one for each, or weights whose sum is infinite.</exception>
    public GaussianMixture(IReadOnlyList<Gaussian> components, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (components.Count == 0 || components.Any(c => c.Dimension != components[0].Dimension))
        {
            throw new ArgumentException("A mixture needs components, all of one dimension.", nameof(components));
        }

        if (weights is not null && weights.Count != components.Count)
        {
            throw new ArgumentException($"{components.Count} components need as many weights, not {weights.Count}.", nameof(weights));
        }

        double[] w = weights?.Select(value => Require.Positive(value, nameof(weights))).ToArray() ?? [.. components.Select(_ => 1.0)];
        double sum = w.Sum();
        if (!double.IsFinite(sum))
        {
            throw new ArgumentException("The sum of the weights is no number.", nameof(weights));
        }

        Components = [.. components];
        Weights = [.. w.Select(value => value / sum)];
        mean = [.. Enumerable.Range(0, Dimension).Select(i => Components.Zip(Weights, (component, weight) => weight * component.Mean[i]).Sum())];
        double variance = Components[0].Eigenvalues[0];
        HasOneVariance = Components.All(component => Array.TrueForAll(component.Eigenvalues, value => value == variance));
        levels = new LevelCache<MixtureAtLevel>(level => new MixtureAtLevel(this, level), 2L * Dimension * Components.Count);
    }

    /// <summary>The components.</summary>
    public IReadOnlyList<Gaussian> Components { get; }

    /// <summary>The weights, sum 1.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension => Components[0].Dimension;

    /// <summary>Σ_k w_k m_k, which is x̂₀ where α = 0.</summary>
    public IReadOnlyList<double> Mean => mean;

    /// <summary>Whether all components have the same variance in all directions.</summary>
    internal bool HasOneVariance { get; }

    /// <summary>A single Gaussian or point mass.</summary>
    public static GaussianMixture Of(Gaussian component) => new([Require.NotNull(component)]);

    /// <summary>Equal isotropic modes on a circle, the first at angle 0: with 8, radius 4 and deviation 0.3 the data set <c>mixture8</c>.</summary>
    public static GaussianMixture Ring(int modes = 8, double radius = 4, double deviation = 0.3)
    {
        Require.Positive(modes);
        Require.Positive(radius);
        Require.NonNegative(deviation);
        return new GaussianMixture([.. Enumerable.Range(0, modes).Select(k =>
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * k / modes);
            return Gaussian.Isotropic([radius * cosine, radius * sine], deviation * deviation);
        })]);
    }

    /// <summary>The exact noise function ε(x, t) = −σ ∇ log p_t(x) for solvers on the CPU.</summary>
    public IDifferentiableScore<Tile<T>> Score<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => new ExactScore<T>(this);

    /// <summary>ln p_t(x).</summary>
    public double LogDensity(ReadOnlySpan<double> x, NoiseLevel level) => At(level).LogDensity(x);

    /// <summary>score = ∇ ln p_t(x).</summary>
    public void Score(ReadOnlySpan<double> x, NoiseLevel level, Span<double> score) => At(level).Score(x, score);

    /// <summary>
    /// Draws x_t ~ p_t into <paramref name="samples"/>, [n, dimension] row-major. Row i depends on the seed and on
    /// <paramref name="firstSample"/> + i alone.
    /// </summary>
    public void Sample<T>(Span<T> samples, NoiseLevel level, ulong seed, long firstSample = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MixtureAtLevel at = At(level);
        var choice = new NoiseKey(seed, 0, NoisePurpose.Data);
        var noise = new NoiseKey(seed, 1, NoisePurpose.Data);
        int d = Dimension;
        int rows = samples.Length / d;
        int most = Math.Min(rows, Math.Clamp(NumbersAtOnce / d, 1, RowsAtOnce));
        double[] rented = ArrayPool<double>.Shared.Rent(checked((most + 1) * d));
        Span<double> x = rented.AsSpan(0, d);
        Span<double> normals = rented.AsSpan(d);
        for (int first = 0; first < rows; first += most)
        {
            Span<double> z = normals[..(Math.Min(most, rows - first) * d)];
            Normals.Write(z, d, firstSample + first, 1, noise, add: false);
            for (int i = 0; i < z.Length / d; i++)
            {
                uint bits = choice.Block(firstSample + first + i, 0).X0;
                at.Transform((bits + 0.5) / 4294967296.0, z.Slice(i * d, d), x);
                for (int j = 0; j < d; j++)
                {
                    samples[((first + i) * d) + j] = T.CreateTruncating(x[j]);
                }
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    internal MixtureAtLevel At(NoiseLevel level) => levels.Get(level);
}
