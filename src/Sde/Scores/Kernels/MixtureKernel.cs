using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// ε = σ Σ_k r_k C_k⁻¹ (x − μ_k), r_k the responsibilities: one sample a lane, so that a row's bits do not depend on its place
/// or on the width. x and ε must not overlap.
/// </summary>
internal readonly ref struct MixtureKernel<T>(MixtureTable<T> table, ReadOnlySpan<T> x, Span<T> epsilon) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> x = x;
    private readonly Span<T> epsilon = epsilon;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = table.Dimension;
        int rows = x.Length / d;
        TLanes[] scratch = ArrayPool<TLanes>.Shared.Rent((2 * d) + table.LogFactors.Length);
        Span<TLanes> point = scratch.AsSpan(0, d);
        Span<TLanes> sum = scratch.AsSpan(d, d);
        Span<TLanes> exponents = scratch.AsSpan(2 * d, table.LogFactors.Length);
        for (int first = 0; first < rows; first += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, rows - first);
            Span<T> lanes = MemoryMarshal.Cast<TLanes, T>(point);
            for (int row = 0; row < count; row++)
            {
                for (int j = 0; j < d; j++)
                {
                    lanes[(j * TLanes.Count) + row] = x[((first + row) * d) + j];
                }
            }

            Block(point, sum, exponents);
            lanes = MemoryMarshal.Cast<TLanes, T>(sum);
            for (int row = 0; row < count; row++)
            {
                for (int j = 0; j < d; j++)
                {
                    epsilon[((first + row) * d) + j] = lanes[(j * TLanes.Count) + row];
                }
            }
        }

        ArrayPool<TLanes>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block<TLanes>(ReadOnlySpan<TLanes> point, Span<TLanes> sum, Span<TLanes> exponents)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes best = TLanes.Constant(double.NegativeInfinity);
        for (int k = 0; k < exponents.Length; k++)
        {
            exponents[k] = Exponent(k, point);
            best = TLanes.Select(TLanes.LessThan(best, exponents[k]), exponents[k], best);
        }

        sum.Clear();
        TLanes total = TLanes.Constant(0);
        for (int k = 0; k < exponents.Length; k++)
        {
            TLanes weight = Exponential.OfNegative<TLanes, T>(exponents[k] - best);
            total += weight;
            AddComponent(k, weight, point, sum);
        }

        TLanes scale = TLanes.Broadcast(table.Sigma) / total;
        for (int j = 0; j < sum.Length; j++)
        {
            sum[j] *= scale;
        }
    }

    // ln w − ½ ln det 2πC − ½ (x − μ)ᵀ C⁻¹ (x − μ)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Exponent<TLanes>(int k, ReadOnlySpan<TLanes> point)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ReadOnlySpan<T> precisions = table.Precisions.AsSpan(k * point.Length, point.Length);
        TLanes square = TLanes.Constant(0);
        for (int i = 0; i < point.Length; i++)
        {
            TLanes along = Along(k, i, point);
            square = TLanes.FusedMultiplyAdd(along * TLanes.Broadcast(precisions[i]), along, square);
        }

        return TLanes.FusedMultiplyAdd(TLanes.Constant(-0.5), square, TLanes.Broadcast(table.LogFactors[k]));
    }

    // sum += weight · C⁻¹ (x − μ)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddComponent<TLanes>(int k, TLanes weight, ReadOnlySpan<TLanes> point, Span<TLanes> sum)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = point.Length;
        ReadOnlySpan<T> precisions = table.Precisions.AsSpan(k * d, d);
        for (int i = 0; i < d; i++)
        {
            TLanes scaled = weight * TLanes.Broadcast(precisions[i]);
            TLanes along = Along(k, i, point);
            if (table.Directions[k] is not { } q)
            {
                sum[i] = TLanes.FusedMultiplyAdd(scaled, along, sum[i]);
                continue;
            }

            scaled *= along;
            for (int j = 0; j < d; j++)
            {
                sum[j] = TLanes.FusedMultiplyAdd(scaled, TLanes.Broadcast(q[j + (d * i)]), sum[j]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Along<TLanes>(int k, int direction, ReadOnlySpan<TLanes> point)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = point.Length;
        ReadOnlySpan<T> mean = table.Means.AsSpan(k * d, d);
        if (table.Directions[k] is not { } q)
        {
            return point[direction] - TLanes.Broadcast(mean[direction]);
        }

        TLanes sum = TLanes.Constant(0);
        for (int i = 0; i < d; i++)
        {
            sum = TLanes.FusedMultiplyAdd(TLanes.Broadcast(q[i + (d * direction)]), point[i] - TLanes.Broadcast(mean[i]), sum);
        }

        return sum;
    }
}
