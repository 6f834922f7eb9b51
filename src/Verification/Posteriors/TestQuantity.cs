using System.Globalization;
using ScoreSde.Inverse;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Verification.Posteriors;

/// <summary>A number of a sample and a measurement, in which truths are ranked among samples.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Value">The number; only its order counts.</param>
public sealed record TestQuantity(string Name, Func<ReadOnlySpan<double>, Measurement, double> Value)
{
    private static readonly NoiseLevel Clean = new(0, 0, 0, double.PositiveInfinity);

    /// <summary>
    /// ln p(y|x) less its constant, −‖y − A x‖²/2σ_y², σ_y &gt; 0: sees what the numbers of x alone cannot, that samples take no notice of y. Modrák et al. 2023.
    /// </summary>
    public static TestQuantity LogLikelihood { get; } = new("ln p(y|x)", static (x, seen) =>
    {
        var residual = new double[seen.Operator.Outputs];
        seen.Residual(x, residual);
        return -0.5 * residual.Sum(static value => value * value) / (seen.Deviation * seen.Deviation);
    });

    /// <summary>ln p(x) under a known law of the data: sees what the numbers of x one by one cannot, how they hang together.</summary>
    public static TestQuantity LogPrior(GaussianMixture law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return new("ln p(x)", (x, _) => law.LogDensity(x, Clean));
    }

    /// <summary>Number <paramref name="index"/> of x, from 0; named x₁, x₂, ….</summary>
    public static TestQuantity Coordinate(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new($"x{string.Concat((index + 1).ToString(CultureInfo.InvariantCulture).Select(static digit => (char)('₀' + (digit - '0'))))}", (x, _) => x[index]);
    }

    /// <summary>All numbers of x, ln p(y|x), and ln p(x) where the law is known.</summary>
    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="law">The law of the data, if known.</param>
    public static IReadOnlyList<TestQuantity> All(int dimension, GaussianMixture? law = null) =>
        [.. Enumerable.Range(0, dimension).Select(Coordinate), LogLikelihood, .. law is null ? [] : new[] { LogPrior(law) }];
}
