using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Lanes;

namespace ScoreSde.Scores.Kernels;

/// <summary>What one component N(μ, Q diag(c) Qᵀ) of a mixture gives, one sample a lane.</summary>
internal static class MixtureComponent
{
    /// <summary>ln w − ½ ln det 2πC − ½ (x − μ)ᵀ C⁻¹ (x − μ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exponent<T, TLanes>(MixtureTable<T> table, int k, ReadOnlySpan<TLanes> point)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ReadOnlySpan<T> precisions = table.Precisions.AsSpan(k * point.Length, point.Length);
        TLanes square = TLanes.Constant(0);
        for (int i = 0; i < point.Length; i++)
        {
            TLanes along = Along(table, k, i, point, centred: true);
            square = TLanes.FusedMultiplyAdd(along * TLanes.Broadcast(precisions[i]), along, square);
        }

        return TLanes.FusedMultiplyAdd(TLanes.Constant(-0.5), square, TLanes.Broadcast(table.LogFactors[k]));
    }

    /// <summary>sum += weight · C⁻¹ (x − μ), or without μ where not <paramref name="centred"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddPrecision<T, TLanes>(
        MixtureTable<T> table, int k, TLanes weight, ReadOnlySpan<TLanes> point, Span<TLanes> sum, bool centred)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = point.Length;
        ReadOnlySpan<T> precisions = table.Precisions.AsSpan(k * d, d);
        for (int i = 0; i < d; i++)
        {
            TLanes scaled = weight * TLanes.Broadcast(precisions[i]);
            TLanes along = Along(table, k, i, point, centred);
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

    /// <summary>sum += weight · diag C⁻¹.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddPrecisionDiagonal<T, TLanes>(MixtureTable<T> table, int k, TLanes weight, Span<TLanes> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = sum.Length;
        ReadOnlySpan<T> precisions = table.Precisions.AsSpan(k * d, d);
        for (int i = 0; i < d; i++)
        {
            TLanes scaled = weight * TLanes.Broadcast(precisions[i]);
            if (table.Directions[k] is not { } q)
            {
                sum[i] += scaled;
                continue;
            }

            for (int j = 0; j < d; j++)
            {
                TLanes along = TLanes.Broadcast(q[j + (d * i)]);
                sum[j] = TLanes.FusedMultiplyAdd(scaled * along, along, sum[j]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Along<T, TLanes>(MixtureTable<T> table, int k, int direction, ReadOnlySpan<TLanes> point, bool centred)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = point.Length;
        ReadOnlySpan<T> mean = table.Means.AsSpan(k * d, d);
        if (table.Directions[k] is not { } q)
        {
            return centred ? point[direction] - TLanes.Broadcast(mean[direction]) : point[direction];
        }

        TLanes sum = TLanes.Constant(0);
        for (int i = 0; i < d; i++)
        {
            TLanes offset = centred ? point[i] - TLanes.Broadcast(mean[i]) : point[i];
            sum = TLanes.FusedMultiplyAdd(TLanes.Broadcast(q[i + (d * direction)]), offset, sum);
        }

        return sum;
    }
}
