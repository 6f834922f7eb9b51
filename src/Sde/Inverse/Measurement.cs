using ScoreSde.Noise;

namespace ScoreSde.Inverse;

/// <summary>What was measured: y = A x₀ + n, n ~ N(0, σ_y² I).</summary>
public sealed class Measurement
{
    private readonly Lazy<SingularValues> singular;
    private readonly Lazy<double[]> coordinates;
    private readonly double[] values;

    /// <param name="linearOperator">A.</param>
    /// <param name="values">y; as long as the operator's outputs, finite.</param>
    /// <param name="deviation">σ_y ≥ 0.</param>
    public Measurement(ILinearOperator linearOperator, ReadOnlySpan<double> values, double deviation)
    {
        ArgumentNullException.ThrowIfNull(linearOperator);
        if (values.Length != linearOperator.Outputs)
        {
            throw new ArgumentException($"The operator gives {linearOperator.Outputs} numbers, the measurement has {values.Length}.", nameof(values));
        }

        foreach (double value in values)
        {
            Require.Finite(value, nameof(values));
        }

        Operator = linearOperator;
        Deviation = Require.NonNegative(deviation);
        this.values = values.ToArray();
        singular = new(linearOperator.Decompose);
        coordinates = new(() => [.. Singular.Values.Select((s, i) => SingularValues.Dot(Singular.Left(i), this.values) / s)]);
    }

    /// <summary>A.</summary>
    public ILinearOperator Operator { get; }

    /// <summary>y.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>σ_y.</summary>
    public double Deviation { get; }

    /// <summary>A = U diag(s) Vᵀ, found when first asked for.</summary>
    public SingularValues Singular => singular.Value;

    /// <summary>ȳ_i = u_iᵀ y/s_i: what the measurement says of v_iᵀ x₀, with error σ_y/s_i.</summary>
    public ReadOnlySpan<double> Coordinates => coordinates.Value;

    /// <summary>Measures a sample: A x₀ + σ_y z, the noise fixed by the seed and the index.</summary>
    /// <param name="linearOperator">A.</param>
    /// <param name="sample">x₀.</param>
    /// <param name="deviation">σ_y ≥ 0.</param>
    /// <param name="seed">Fixes the noise.</param>
    /// <param name="index">Which of several samples under that seed.</param>
    /// <exception cref="ArgumentException">The sample is none of the operator's.</exception>
    public static Measurement Of(ILinearOperator linearOperator, ReadOnlySpan<double> sample, double deviation, ulong seed, long index = 0)
    {
        ArgumentNullException.ThrowIfNull(linearOperator);
        if (sample.Length != linearOperator.Inputs)
        {
            throw new ArgumentException($"A sample of {sample.Length} numbers is not one of {linearOperator.Inputs}.", nameof(sample));
        }

        var clean = new double[linearOperator.Outputs];
        linearOperator.Apply(sample, clean);
        var noise = new double[clean.Length];
        Normals.Fill<double>(noise, noise.Length, index, new NoiseKey(seed, 0, NoisePurpose.Measurement), Require.NonNegative(deviation));
        SingularValues.Add(1, noise, clean);
        return new Measurement(linearOperator, clean, deviation);
    }

    /// <summary>residual = y − A x.</summary>
    public void Residual(ReadOnlySpan<double> x, Span<double> residual)
    {
        Operator.Apply(x, residual);
        for (int i = 0; i < residual.Length; i++)
        {
            residual[i] = values[i] - residual[i];
        }
    }

    /// <exception cref="ArgumentException">Samples of that many numbers cannot have been measured.</exception>
    internal void Check(int dimension)
    {
        if (dimension != Operator.Inputs)
        {
            throw new ArgumentException($"The operator measures samples of {Operator.Inputs} numbers, not of {dimension}.");
        }
    }
}
