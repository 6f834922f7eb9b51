using System.Numerics;
using System.Runtime.InteropServices;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cuda.Packing;

/// <summary>
/// What each noise level makes of a perceptron: (a, b) with ε = a x + b y, the gain G f(λ) and the biases b_in + T_in f(λ), b_i + T_i f(λ), one after the other.
/// In double, a feature at a time with fused multiply-add, so that the bits are those of every processor.
/// </summary>
internal static class PerceptronLevels
{
    /// <summary>Numbers of a level: 2 + dimension + (depth + 1) · padded width.</summary>
    public static int Stride(PerceptronPacking network) => 2 + network.Settings.Dimension + ((network.Settings.Depth + 1) * network.Width);

    /// <summary>The table, [levels][stride].</summary>
    /// <exception cref="ArgumentOutOfRangeException">A level is clean (σ = 0) and the prediction says nothing of ε there.</exception>
    public static T[] Of<T>(PerceptronPacking network, Parametrisation prediction, IReadOnlyList<NoiseLevel> levels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stride = Stride(network);
        var table = new T[TableLength.Of(levels.Count, stride)];
        foreach (NoiseLevel level in levels)
        {
            _ = ToNoise(prediction, level);
        }

        Parallel.For(0, levels.Count, index => Write(network, ToNoise(prediction, levels[index]), levels[index].Lambda, table.AsSpan(index * stride, stride)));
        return table;
    }

    private static Conversion ToNoise(Parametrisation prediction, NoiseLevel level)
    {
        Conversion conversion = Conversion.ToAnswer(prediction, level);
        return double.IsFinite(conversion.OnState) && double.IsFinite(conversion.OnOther)
            ? conversion
            : throw new ArgumentOutOfRangeException(nameof(level), level, $"A prediction of {prediction} says nothing of {(level.IsPureNoise ? "x₀" : "ε")} at this level.");
    }

    private static void Write<T>(PerceptronPacking network, Conversion conversion, double lambda, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var features = new double[network.Settings.TimeFeatures];
        NoiseFeatures.Write<double>(lambda, features);
        target[0] = T.CreateTruncating(conversion.OnState);
        target[1] = T.CreateTruncating(conversion.OnOther);
        target = target[2..];
        var sums = new double[Math.Max(network.Width, network.Settings.Dimension)];
        Append(network.Skip, [], sums.AsSpan(0, network.Settings.Dimension), ref target);
        for (int layer = 0; layer <= network.Settings.Depth; layer++)
        {
            Append(network.Times[layer], network.Bias(layer), sums.AsSpan(0, network.Width), ref target);
        }

        void Append(double[] weights, ReadOnlySpan<double> bias, Span<double> sums, ref Span<T> rest)
        {
            sums.Clear();
            bias.CopyTo(sums);
            for (int k = 0; k < features.Length; k++)
            {
                Accumulate(features[k], weights.AsSpan(k * sums.Length, sums.Length), sums);
            }

            for (int i = 0; i < sums.Length; i++)
            {
                rest[i] = T.CreateTruncating(sums[i]);
            }

            rest = rest[sums.Length..];
        }
    }

    // sums += factor · values.
    private static void Accumulate(double factor, ReadOnlySpan<double> values, Span<double> sums)
    {
        ReadOnlySpan<Vector<double>> wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        Span<Vector<double>> wideSums = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var factors = new Vector<double>(factor);
        for (int i = 0; i < wide.Length; i++)
        {
            wideSums[i] = Vector.FusedMultiplyAdd(factors, wide[i], wideSums[i]);
        }

        for (int i = wide.Length * Vector<double>.Count; i < sums.Length; i++)
        {
            sums[i] = Math.FusedMultiplyAdd(factor, values[i], sums[i]);
        }
    }
}
