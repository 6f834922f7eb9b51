using System.Buffers;
using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>
/// A model of the noise given a measurement: ε = ε_θ − w σ Jᵀ Aᵀ W (y − A x̂₀), J = ∂x̂₀/∂x. With W = (A C Aᵀ + σ_y² I)⁻¹ and C = Cov(x₀|x_t) this is
/// exact for Gaussian data. The methods differ in C, which they do not know. Thread-safe; any solver takes it.
/// </summary>
/// <remarks>
/// At α = 0 x̂₀ is the prior's: x says nothing of the data there, and what is measured leads from the next level on; of x that leaves out a share α of the first step.
/// W is symmetric, so Jᵀ Aᵀ W (y − A x̂₀) is the gradient of −½ (y − A x̂₀)ᵀ W (y − A x̂₀) with W held fixed.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public abstract class MeasurementScore<T> : IScoreFunction<Tile<T>>, IComposedScore
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Cotangent = 0;
    private const int Product = 1;
    private readonly ScratchPool<T> pool;

    private protected MeasurementScore(
        IDifferentiableScore<Tile<T>> prior, Measurement measurement, double weight, int products, int states = 0)
    {
        measurement.Check(Require.NotNull(prior).Dimension);
        Prior = prior;
        Measurement = measurement;
        Weight = Require.NonNegative(weight);
        EvaluationsPerCall = (1 + (CountingScore<Tile<T>>.EvaluationsPerProduct * products))
            * ((prior as IComposedScore)?.EvaluationsPerCall ?? 1);
        pool = new ScratchPool<T>(2 + states);
    }

    /// <summary>The model without the measurement.</summary>
    public IDifferentiableScore<Tile<T>> Prior { get; }

    /// <summary>What was measured.</summary>
    public Measurement Measurement { get; }

    /// <summary>w; 1 is Bayes' rule.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public int Dimension => Prior.Dimension;

    /// <inheritdoc/>
    public TimeRange Range => Prior.Range;

    /// <inheritdoc/>
    public int EvaluationsPerCall { get; }

    /// <inheritdoc/>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        if (level.IsPureNoise)
        {
            Prior.Evaluate(x, level, epsilon);
            return;
        }

        Guide(x, level, epsilon, epsilon, []);
    }

    /// <summary>ε of the model and ε given the measurement, at a level with α &gt; 0; the residuals y − A x̂₀ too, where there is room for them.</summary>
    private protected void Guide(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Tile<T> guided, Span<double> seen)
    {
        int m = Measurement.Operator.Outputs;
        Scratch<T> scratch = pool.Take(x);
        double[] residuals = ArrayPool<double>.Shared.Rent(x.Rows * m);
        try
        {
            Prior.Evaluate(x, level, epsilon);
            Residuals(x, level, epsilon, residuals);
            residuals.AsSpan(0, seen.Length).CopyTo(seen);
            Weigh(x, level, residuals.AsSpan(0, x.Rows * m), scratch);
            LoadCotangent(residuals, scratch[Cotangent]);
            Prior.TransposedJacobianProduct(x, level, scratch[Cotangent], scratch[Product]);
            AddGradient(level, scratch, epsilon, guided);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(residuals);
            pool.Return(scratch);
        }
    }

    /// <summary>residuals ← y − A x̂₀ of every row, at a level with α &gt; 0.</summary>
    private protected void Residuals(Tile<T> x, NoiseLevel level, Tile<T> epsilon, Span<double> residuals)
    {
        int m = Measurement.Operator.Outputs;
        double[] row = ArrayPool<double>.Shared.Rent(Dimension);
        for (int i = 0; i < x.Rows; i++)
        {
            ReadData(x.Row(i), epsilon.Row(i), level, row);
            Measurement.Residual(row.AsSpan(0, Dimension), residuals.Slice(i * m, m));
        }

        ArrayPool<double>.Shared.Return(row);
    }

    /// <summary>residuals ← W residuals, one row of outputs for each sample.</summary>
    private protected abstract void Weigh(Tile<T> x, NoiseLevel level, Span<double> residuals, Scratch<T> scratch);

    /// <summary>
    /// result_i = A (σ²/α) J Aᵀ v_i for every sample i: by Tweedie's second-order formula (σ²/α) J = Cov(x₀|x_t), so this is A C Aᵀ v.
    /// </summary>
    private protected void ApplyCovariance(Tile<T> x, NoiseLevel level, double[] vectors, double[] results, Scratch<T> scratch)
    {
        int m = Measurement.Operator.Outputs;
        double[] row = ArrayPool<double>.Shared.Rent(Dimension);
        LoadCotangent(vectors, scratch[Cotangent]);
        Prior.TransposedJacobianProduct(x, level, scratch[Cotangent], scratch[Product]);
        double factor = level.Ratio * level.Ratio;
        for (int i = 0; i < x.Rows; i++)
        {
            Span<T> c = scratch[Cotangent].Row(i);
            Span<T> p = scratch[Product].Row(i);
            for (int j = 0; j < Dimension; j++)
            {
                row[j] = factor * (double.CreateTruncating(c[j]) - (level.Deviation * double.CreateTruncating(p[j])));
            }

            Measurement.Operator.Apply(row.AsSpan(0, Dimension), results.AsSpan(i * m, m));
        }

        ArrayPool<double>.Shared.Return(row);
    }

    // x̂₀ = (x − σ ε)/α
    private static void ReadData(ReadOnlySpan<T> x, ReadOnlySpan<T> epsilon, NoiseLevel level, Span<double> data)
    {
        double scale = 1 / level.MeanScale;
        for (int j = 0; j < x.Length; j++)
        {
            data[j] = scale * (double.CreateTruncating(x[j]) - (level.Deviation * double.CreateTruncating(epsilon[j])));
        }
    }

    private void LoadCotangent(double[] vectors, Tile<T> cotangent)
    {
        int m = Measurement.Operator.Outputs;
        double[] row = ArrayPool<double>.Shared.Rent(Dimension);
        for (int i = 0; i < cotangent.Rows; i++)
        {
            Measurement.Operator.ApplyTransposed(vectors.AsSpan(i * m, m), row.AsSpan(0, Dimension));
            Span<T> target = cotangent.Row(i);
            for (int j = 0; j < target.Length; j++)
            {
                target[j] = T.CreateTruncating(row[j]);
            }
        }

        ArrayPool<double>.Shared.Return(row);
    }

    // ε − w σ Jᵀ c, Jᵀ c = (c − σ (∂ε/∂x)ᵀ c)/α
    private void AddGradient(NoiseLevel level, Scratch<T> scratch, Tile<T> epsilon, Tile<T> guided)
    {
        double factor = Weight * level.Ratio;
        Span<T> c = scratch[Cotangent].Values;
        Span<T> p = scratch[Product].Values;
        Span<T> e = epsilon.Values;
        Span<T> target = guided.Values;
        for (int i = 0; i < e.Length; i++)
        {
            double pulled = double.CreateTruncating(c[i]) - (level.Deviation * double.CreateTruncating(p[i]));
            target[i] = T.CreateTruncating(double.CreateTruncating(e[i]) - (factor * pulled));
        }
    }
}
