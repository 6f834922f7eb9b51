using System.Numerics;
using ScoreSde.Lanes;

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
        if (terms.IsEmpty)
        {
            throw new ArgumentException("A combination needs at least one term.", nameof(terms));
        }

        int length = target.Values.Length;
        foreach ((_, Tile<T> state) in terms)
        {
            if (state.Values.Length != length)
            {
                throw new ArgumentException($"A state of {state.Values.Length} numbers meets a target of {length}.", nameof(terms));
            }
        }

        var kernel = new WeightedSum<T>(target, terms);
        LaneDispatch.Run<T, WeightedSum<T>>(ref kernel);
    }
}
