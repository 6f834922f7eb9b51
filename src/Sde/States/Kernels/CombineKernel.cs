using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.States.Kernels;

/// <summary>
/// target = Σ weight · state, in the order given: acc = w₀ x₀, then acc = fma(w_i, x_i, acc). Weights are rounded to T first.
/// Aliasing: the target may be any of the states.
/// </summary>
internal static class CombineKernel
{
    // A single sample of a low dimension, as methods with steps of each sample's own combine: no vector would pay for its setting up.
    private const int MostOfFew = 8;

    public static void Run<T>(Tile<T> target, ReadOnlySpan<(double Weight, Tile<T> State)> terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (terms.IsEmpty)
        {
            throw new ArgumentException("A combination needs at least one term.", nameof(terms));
        }

        int length = target.Window.Rows * target.Window.Dimension;
        foreach ((_, Tile<T> state) in terms)
        {
            // Most states share a window.
            if (!ReferenceEquals(state.Window, target.Window) && state.Values.Length != length)
            {
                throw new ArgumentException($"A state of {state.Values.Length} numbers meets a target of {length}.", nameof(terms));
            }
        }

        if (length <= MostOfFew)
        {
            Few(ref target.Start, length, terms);
            return;
        }

        var kernel = new WeightedSum<T>(target, terms);
        LaneDispatch.Run<T, WeightedSum<T>>(ref kernel);
    }

    private static void Few<T>(ref T target, int length, ReadOnlySpan<(double Weight, Tile<T> State)> terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> sums = stackalloc T[MostOfFew];
        T weight = T.CreateTruncating(terms[0].Weight);
        ref T state = ref terms[0].State.Start;
        for (int i = 0; i < length; i++)
        {
            sums[i] = weight * Unsafe.Add(ref state, i);
        }

        foreach ((double next, Tile<T> tile) in terms[1..])
        {
            weight = T.CreateTruncating(next);
            state = ref tile.Start;
            for (int i = 0; i < length; i++)
            {
                sums[i] = T.FusedMultiplyAdd(weight, Unsafe.Add(ref state, i), sums[i]);
            }
        }

        for (int i = 0; i < length; i++)
        {
            Unsafe.Add(ref target, i) = sums[i];
        }
    }
}
