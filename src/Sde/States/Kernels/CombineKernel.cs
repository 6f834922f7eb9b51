using System.Numerics;

namespace ScoreSde.States.Kernels;

/// <summary>
/// target = Σ weight · state, in the order given: acc = w₀ x₀, then acc = fma(w_i, x_i, acc). Weights are rounded to T first.
/// Aliasing: the target may be any of the states.
/// </summary>
internal static class CombineKernel
{
    public static void Run<T>(Tile<T> target, ReadOnlySpan<(double Weight, Tile<T> State)> terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> result = target.Values;
        for (int i = 0; i < result.Length; i++)
        {
            T sum = T.CreateTruncating(terms[0].Weight) * terms[0].State.Values[i];
            for (int k = 1; k < terms.Length; k++)
            {
                sum = T.FusedMultiplyAdd(T.CreateTruncating(terms[k].Weight), terms[k].State.Values[i], sum);
            }

            result[i] = sum;
        }
    }
}
